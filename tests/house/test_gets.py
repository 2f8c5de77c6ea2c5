"""Looking changes nothing: no GET writes, but for the access log and the time a visit was last seen."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from apps import Comes
from databases import refuse_rows
from flask import Flask
from people import Gp, Patient, Surgery
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from house.routes import Things, calls, things_of
from house.watching import WRITES, dump, statements
from selfhelp.records.log import AccessLog
from selfhelp.records.people import Login
from selfhelp.web.database import WRITING_GETS

Visitor = Patient | Gp | None
# The list writes too, once a day and in a session of its own.
NOTES_LOOKS = WRITING_GETS | {"gp.patients"}
PAGES = ("", "/note.txt", "/sheet", "/sheet.pdf")
PLACEHOLDER = re.compile(
    r"%\(\w+\)s(::VARCHAR|::TIMESTAMP WITH TIME ZONE)?"
)  # as PostgreSQL's driver has them
SEEN = "UPDATE login SET last_seen_at=? WHERE login.token_hash = ?"


@pytest.fixture
def things(surgery: Surgery, gp: Gp, patient: Patient) -> Things:
    return things_of(surgery, gp, patient)


@pytest.fixture(params=["stranger", "patient", "gp", "operator"])
def visitor(request: pytest.FixtureRequest, surgery: Surgery, patient: Patient, gp: Gp) -> Visitor:
    return {"stranger": None, "patient": patient, "gp": gp, "operator": surgery.operator()}[request.param]


class TestEveryGet:
    def test_leaves_every_row_as_it_was(
        self, app: Flask, comes: Comes, things: Things, visitor: Visitor
    ) -> None:
        browser = comes(visitor)
        before = dump(app)

        for call in [*calls(app, things)] * 2:
            if call.method == "GET":
                answers = [
                    browser.client.open(call.path, method=method, headers=browser.headers, buffered=True)
                    for method in ("GET", "HEAD")
                ]
                assert answers[0].status_code == answers[1].status_code, call

        assert dump(app) == before

    def test_sends_no_statement_that_writes(
        self,
        app: Flask,
        comes: Comes,
        things: Things,
        visitor: Visitor,
        subtests: pytest.Subtests,
    ) -> None:
        browser = comes(visitor)
        for call in calls(app, things):
            if call.method != "GET":
                continue
            with subtests.test(str(call)), statements(app) as sent:
                browser.client.get(call.path, headers=browser.headers, buffered=True)
                written = [statement for statement in sent if statement.startswith(WRITES)]
                if call.endpoint in NOTES_LOOKS:
                    assert all(statement.startswith("INSERT INTO access_log") for statement in written)
                else:
                    assert written == []


class TestTheWriters:
    def test_write_one_row_of_the_access_log_a_look(
        self, comes: Comes, session: Session, gp: Gp, patient: Patient
    ) -> None:
        browser = comes(gp)

        browser.opens(f"/gp/patients/{patient.enrolment_id}")
        for page in ("note.txt", "sheet", "sheet.pdf"):
            browser.client.get(f"/gp/patients/{patient.enrolment_id}/{page}", headers=browser.headers)

        looks = session.scalars(select(AccessLog).order_by(AccessLog.seq))
        assert [(look.what, look.actor_id) for look in looks] == [
            ("list", gp.id),  # logging in leads to the list
            ("follow-up", gp.id),
            ("record-note", gp.id),
            ("print", gp.id),
            ("pdf", gp.id),
        ]

    def test_write_one_row_a_day_for_each_patient_whose_line_tells_something(
        self, comes: Comes, session: Session, surgery: Surgery, gp: Gp, patient: Patient
    ) -> None:
        tells = {patient.enrolment_id}
        for shares in (("progress",), ("scores",), ("card",), ("answers",), ()):
            new = surgery.patient(gp, shares=shares)
            tells |= {new.enrolment_id} if {"progress", "scores", "card"} & set(shares) else set()
        surgery.slip(gp)

        browser = comes(gp)
        for _ in range(3):
            browser.opens("/gp/patients")

        looks = session.scalars(select(AccessLog)).all()
        assert sorted(look.enrolment_id for look in looks) == sorted(tells)
        assert {(look.what, look.why, look.actor) for look in looks} == {
            ("list", "follow-up", "Kari Lege, Strandveien legesenter")
        }

    def test_write_a_patient_down_who_comes_onto_the_list_during_the_day(
        self, comes: Comes, session: Session, surgery: Surgery, gp: Gp, patient: Patient
    ) -> None:
        browser = comes(gp)
        new = surgery.patient(gp)

        browser.opens("/gp/patients")

        looks = session.scalars(select(AccessLog).order_by(AccessLog.seq))
        assert [look.enrolment_id for look in looks] == [patient.enrolment_id, new.enrolment_id]

    def test_write_nothing_for_a_gp_who_may_not_look(
        self, comes: Comes, session: Session, surgery: Surgery, patient: Patient
    ) -> None:
        comes(surgery.gp()).opens(f"/gp/patients/{patient.enrolment_id}")

        assert session.scalars(select(AccessLog)).all() == []

    @pytest.mark.parametrize("page", ["/gp/patients", *(f"/gp/patients/{{}}{end}" for end in PAGES)])
    def test_send_no_page_when_the_look_cannot_be_written_down(
        self, comes: Comes, surgery: Surgery, gp: Gp, page: str
    ) -> None:
        browser = comes(gp)
        patient = surgery.patient(gp, note="rød lue")
        with surgery.engine.begin() as connection:
            refuse_rows(connection, "access_log")

        browser.opens(page.format(patient.enrolment_id))

        assert browser.status == 503
        assert "rød lue" not in browser.html

    def test_note_at_most_once_a_minute_that_a_visit_goes_on(
        self, app: Flask, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        browser = comes(patient)
        with Session(surgery.engine) as session:
            session.execute(update(Login).values(last_seen_at=datetime.now(UTC) - timedelta(minutes=2)))
            session.commit()

        with statements(app) as sent:
            for _ in range(3):
                browser.opens("/home")

        assert [PLACEHOLDER.sub("?", one) for one in sent if one.startswith(WRITES)] == [SEEN]
