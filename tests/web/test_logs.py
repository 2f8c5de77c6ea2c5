"""The log carries facts and ids, and never a word that somebody wrote."""

import logging
from datetime import UTC, date, datetime
from enum import Enum
from uuid import UUID

import pytest
from apps import Comes
from flask import Flask
from people import Patient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from selfhelp.web.logs import GUARDED, LEFT_OUT, Guard, configure, guarded

CANARY = "kanarien sang i natt"


class Mood(Enum):
    LOW = "low"


@pytest.fixture(autouse=True)
def _guard() -> None:
    configure()


class TestGuarded:
    @pytest.mark.parametrize(
        "fact",
        [7, 0.5, True, None, UUID(int=7), date(2026, 11, 22), datetime(2026, 11, 22, tzinfo=UTC), Mood.LOW,
         "goal-1", "phq-9", "OperationalError", "patient.step", "a1b2c3d4", "2026-11-22T14:05:00"],
    )  # fmt: skip
    def test_lets_facts_through(self, fact: object) -> None:
        assert guarded(fact) == fact

    @pytest.mark.parametrize(
        "words",
        [CANARY, "Æsj", "to ord", "a" * 41, "", "linje\n", ["goal-1"], {"goal-1": "x"}, b"goal-1",
         ValueError("x"), "/start/AB12-CD34", "kari@example.org"],
    )  # fmt: skip
    def test_leaves_words_out(self, words: object) -> None:
        assert guarded(words) == LEFT_OUT


class TestConfigure:
    def test_guards_each_logger_once(self) -> None:
        configure()
        configure()

        for name in GUARDED:
            handlers = logging.getLogger(name).handlers
            assert [isinstance(handler, Guard) for handler in handlers].count(True) == 1
            assert isinstance(handlers[0], Guard)

    def test_cleans_what_other_handlers_get(
        self, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
    ) -> None:
        log = logging.getLogger("selfhelp.web.somewhere")
        log.error("answers saved: step=%s text=%s count=%d", "goals", CANARY, 3)
        log.error("answers saved: %(step)s %(text)s", {"step": "goals", "text": CANARY})

        assert caplog.messages == [
            f"answers saved: step=goals text={LEFT_OUT} count=3",
            f"answers saved: goals {LEFT_OUT}",
        ]
        assert CANARY not in capsys.readouterr().err

    def test_tells_where_something_went_wrong_but_not_in_its_words(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        log = logging.getLogger("selfhelp.web.somewhere")
        try:
            try:
                int("1" + CANARY)
            except ValueError as error:
                raise KeyError(CANARY) from error
        except KeyError:
            log.exception("unforeseen: number=%s", "a1b2c3d4")

        assert "KeyError" in caplog.text
        assert "ValueError" in caplog.text
        assert "test_logs.py" in caplog.text
        assert "sang" not in caplog.text.replace("CANARY", "")


class TestPages:
    """Whatever goes wrong while a patient's words are at hand."""

    def test_keep_words_out_of_the_log_when_something_unforeseen_happens(
        self, app: Flask, comes: Comes, patient: Patient, caplog: pytest.LogCaptureFixture
    ) -> None:
        browser = comes(patient).opens("/modules/link/goals")

        def stumble() -> None:
            raise RuntimeError(CANARY)

        app.before_request_funcs[None].append(stumble)
        browser.fills({"q.goal-1": CANARY}).saves()

        assert browser.status == 500
        assert "RuntimeError" in caplog.text
        assert CANARY not in caplog.text

    def test_keep_words_out_of_the_log_when_the_database_is_gone(
        self, app: Flask, comes: Comes, patient: Patient, caplog: pytest.LogCaptureFixture
    ) -> None:
        browser = comes(patient).opens("/modules/link/goals")
        engine = app.extensions["selfhelp"].engine
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE progress"))

        browser.fills({"q.goal-1": CANARY}).saves()

        assert browser.status == 503
        assert "database out of reach" in caplog.text
        assert CANARY not in caplog.text

    def test_hide_what_was_sent_to_the_database(self, app: Flask) -> None:
        engine = app.extensions["selfhelp"].engine
        with pytest.raises(DBAPIError) as refused, engine.begin() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": CANARY})

        assert CANARY not in str(refused.value)
