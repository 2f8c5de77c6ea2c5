"""What whoever watches the service is told: that the process lives, and whether it can serve."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from apps import Comes, databases_gone, desk_of, shut
from flask import Flask
from house.watching import statements
from kept import database_at
from people import Patient
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from selfhelp.care.releases import publish
from selfhelp.content.archive import packed
from selfhelp.records.course import Release
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore, StoreVersion
from selfhelp.web.desk import now
from selfhelp.web.health import LOOK_EVERY, Readiness, readiness_of

WELL: tuple[int, object] = (200, {"ready": True})


def unwell(word: str) -> tuple[int, object]:
    return 503, {"ready": False, "trouble": word}


def told(app: Flask, path: str = "/ready") -> TestResponse:
    """What is answered when it is not only said again."""
    readiness_of(app).looked_at = float("-inf")
    return app.test_client().get(path)


def said(app: Flask) -> tuple[int, object]:
    answer = told(app)
    return answer.status_code, answer.get_json()


def publishes_what_nobody_can_read(app: Flask, folder: Path) -> None:
    with Session(desk_of(app).engine) as session:
        session.add(Release(digest="d" * 64, made_at=now(), published_at=None, archive=packed(folder)))
        session.flush()
        publish(session, "d" * 64, now())
        session.commit()


def wraps_a_key_with_another_master_key(app: Flask, _folder: Path) -> None:
    KeyStore(desk_of(app).keys.engine, MasterKey(bytes(32))).make(uuid4())


def goes_back_a_revision(app: Flask, _folder: Path) -> None:
    with desk_of(app).engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")


def has_another_key_store(app: Flask, _folder: Path) -> None:
    with desk_of(app).keys.engine.begin() as connection:
        connection.execute(update(StoreVersion).values(version=99))


class TestAlive:
    def test_is_answered_without_any_database(self, app: Flask) -> None:
        with databases_gone(app):
            answer = told(app, "/alive")

        assert (answer.status_code, answer.get_json()) == (200, {"alive": True})


class TestReady:
    def test_is_answered_when_all_is_well(self, app: Flask) -> None:
        assert said(app) == WELL

    @pytest.mark.parametrize(
        ("breaks", "word"),
        [
            (goes_back_a_revision, "schema"),
            (has_another_key_store, "schema"),
            (wraps_a_key_with_another_master_key, "master-key"),
            (publishes_what_nobody_can_read, "content"),
        ],
    )
    def test_names_in_a_word_what_is_wrong(
        self, app: Flask, tmp_path: Path, breaks: Callable[[Flask, Path], None], word: str
    ) -> None:
        breaks(app, tmp_path / "nothing")

        assert said(app) == unwell(word)

    @pytest.mark.parametrize(("part", "word"), [("selfhelp", "database"), ("keys", "key-store")])
    def test_names_the_database_that_is_gone_and_is_well_again_with_it(
        self, app: Flask, part: str, word: str
    ) -> None:
        desk = desk_of(app)
        gone = database_at((desk.engine if part == "selfhelp" else desk.keys.engine).url)
        shut(app)
        with gone.gone():
            assert said(app) == unwell(word)
            shut(app)

        assert said(app) == WELL

    def test_is_looked_up_now_and_then_and_not_for_everybody_who_asks(self, app: Flask) -> None:
        readiness = Readiness(desk_of(app))
        assert readiness.look(1000.0) == ""

        with databases_gone(app), statements(app) as sent:
            assert readiness.look(1000.0 + LOOK_EVERY / 2) == ""
            assert readiness.look(1000.0 + LOOK_EVERY) == "database"
            assert readiness.look(1000.0 + LOOK_EVERY * 1.5) == "database"

        assert sent == []
        assert readiness.look(1000.0 + LOOK_EVERY * 2) == ""


@pytest.mark.parametrize("path", ["/alive", "/ready"])
class TestBoth:
    def test_set_no_cookie_and_are_kept_nowhere(self, app: Flask, path: str) -> None:
        answer = told(app, path)

        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"

    def test_ask_not_who_is_there(self, app: Flask, comes: Comes, patient: Patient, path: str) -> None:
        browser = comes(patient)
        readiness_of(app).looked_at = float("-inf")

        with statements(app) as sent:
            assert browser.client.get(path).status_code == 200

        assert [one for one in sent if "login" in one or "person" in one] == []
