"""The list of who has looked, to be kept: every look, in the patient's words, and the log's newest row."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from apps import Comes
from flask import Flask
from pages import Browser
from people import Gp, Patient, Surgery
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from selfhelp.care.access_log import PAGES, SEALED_BY, Head, append
from selfhelp.care.log_check import verify
from selfhelp.records.log import AccessLog
from selfhelp.records.people import Login
from selfhelp.web.patient.looks import lines_of

LIST = "/sharing/looks.txt"
FIRST = datetime(2026, 3, 1, 11, 5, tzinfo=UTC)
Looked = Callable[[UUID, int], None]


@pytest.fixture
def looked(surgery: Surgery, gp: Gp) -> Looked:
    """Let the doctor look at a patient so many times."""

    def looked(enrolment_id: UUID, times: int) -> None:
        with Session(surgery.engine) as session:
            for number in range(times):
                append(
                    session, surgery.master.derive(SEALED_BY), actor_id=gp.id,
                    actor="Kari Lege, Strandveien legesenter", enrolment_id=enrolment_id,
                    what="record-note" if number else "follow-up", why="follow-up",
                    now=FIRST + timedelta(minutes=number),
                )  # fmt: skip
            session.commit()

    return looked


def head_in(told: str) -> Head:
    found = re.search(r"^[0-9]+:[0-9a-f]{64}$", told, re.M)
    assert found is not None
    return Head.read(found[0])


class TestTheList:
    def test_says_in_both_languages_that_nobody_has_looked(
        self, comes: Comes, surgery: Surgery, gp: Gp
    ) -> None:
        theirs = comes(surgery.patient(gp, locale="en")).opens(LIST).html

        assert "Nobody has looked yet." in theirs
        assert "ended with this row" not in theirs  # there is none yet
        assert "Ingen har sett på siden ennå." in comes(surgery.patient(gp)).opens(LIST).html

    def test_tells_when_who_and_what_with_the_newest_first(
        self, comes: Comes, patient: Patient, looked: Looked
    ) -> None:
        looked(patient.enrolment_id, 2)

        lines = comes(patient).opens("/sharing").follows("Download the list").html.splitlines()

        who = "Kari Lege, Strandveien legesenter"
        assert lines[3:6] == [
            f"{'Når':<22}  {'Hvem':<33}  Hva",
            f"1. mars 2026 kl. 12:06  {who}  Teksten til journalen",
            f"1. mars 2026 kl. 12:05  {who}  Siden til timen",
        ]

    def test_has_every_look_though_the_page_shows_the_newest_hundred(
        self, comes: Comes, patient: Patient, looked: Looked
    ) -> None:
        looked(patient.enrolment_id, 130)
        browser = comes(patient)

        assert browser.opens("/sharing").html.count("Strandveien legesenter</td>") == 100
        assert browser.opens(LIST).html.count("Strandveien legesenter") == 130

    def test_tells_of_nobody_elses_looks(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient, looked: Looked
    ) -> None:
        looked(surgery.patient(gp).enrolment_id, 3)

        assert "Strandveien" not in comes(patient).opens(LIST).html

    def test_is_a_plain_text_of_a_name_that_tells_nothing_and_is_kept_nowhere(
        self, comes: Comes, patient: Patient
    ) -> None:
        response = comes(patient).opens(LIST).page.response

        assert response.mimetype == "text/plain"
        named = r"attachment; filename=20[0-9]{2}-[0-9]{2}-[0-9]{2}\.txt"
        assert re.fullmatch(named, response.headers["Content-Disposition"])
        assert response.headers["Cache-Control"] == "no-store"

    def test_holds_the_row_by_which_a_log_cut_off_later_is_found(
        self, comes: Comes, surgery: Surgery, patient: Patient, looked: Looked
    ) -> None:
        looked(patient.enrolment_id, 3)
        head, key = head_in(comes(patient).opens(LIST).html), surgery.master.derive(SEALED_BY)

        with Session(surgery.engine) as session:
            assert verify(session, key, head=head).fault is None
            session.execute(delete(AccessLog).where(AccessLog.seq == 3))
            assert verify(session, key).fault is None
            fault = verify(session, key, head=head).fault
        assert fault is not None
        assert (fault.seq, fault.wrong) == (3, "cut off")


class TestBeforeTheDownload:
    @pytest.fixture
    def late(self, comes: Comes, surgery: Surgery, patient: Patient) -> Browser:
        """The patient's browser, a quarter of an hour after the log-in."""
        browser = comes(patient)
        with Session(surgery.engine) as session:
            began = datetime.now(UTC) - timedelta(minutes=15, seconds=5)
            session.execute(update(Login).values(created_at=began))
            session.commit()
        return browser

    def test_whoever_was_logged_in_for_a_while_logs_in_again_and_comes_back(
        self, late: Browser, patient: Patient, looked: Looked
    ) -> None:
        looked(patient.enrolment_id, 1)
        assert late.opens("/sharing").path == "/sharing"

        late.follows("Download the list")

        assert late.path.startswith("/log-in?")
        assert "Strandveien" not in late.html
        said = "Log in again before you download. It keeps the file from others at this machine."
        assert late.says(said) in late.text
        late.saves({"user_name": patient.user_name, "passphrase": "sju blå vannkanner"})
        assert late.path == "/sharing"
        assert "Strandveien" in late.follows("Download the list").html

    def test_the_page_as_a_pdf_asks_for_it_too(self, late: Browser) -> None:
        late.opens("/sharing").follows("PDF")

        assert late.path.startswith("/log-in?")


def test_every_kind_of_look_has_words(app: Flask) -> None:
    looks = [AccessLog(at=FIRST, actor="Kari Lege", what=what) for what in (*PAGES, "list")]

    with app.test_request_context():
        told = [what for _, _, what in lines_of(looks)]

    assert not {*PAGES, "list"} & set(told)
    assert len(set(told)) == len(looks)
