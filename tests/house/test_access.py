"""Every route's access is written down and holds: each route, called by each kind of visitor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from apps import Comes, made, shut, signs_in
from flask import Flask
from pages import Browser
from people import Gp, Patient, Surgery
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from house.routes import Call, Things, calls, things_of
from selfhelp.care import sharing
from selfhelp.records.course import Entry
from selfhelp.records.people import Invitation, Login
from selfhelp.settings import Settings
from selfhelp.web.access_list import ACCESS

DONE = {200, 302, 303}
GPS = ("gp", "other gp", "gp after the end")
PATIENTS = ("patient", "other patient", "patient alone")
# Sent empty, they say what is lacking: nobody deletes everything by a slip.
EMPTY_FORMS = ("passphrase", "reading", "leave_button", "passkeys", "delete_everything")
# What a patient whom no doctor follows has not got, and what belongs to another patient.
OF_A_DOCTOR = {
    "patient.note",
    "patient.sheet",
    "patient.sheet_as_pdf",
    "patient.end_sharing",
    "patient.share_again",
}
OF_ANOTHER = {
    "patient.module_done",
    "patient.entry",
    "patient.workbook_part",
    "patient.calendar",
    "patient.letter",
    "patient.put_away",
}
# What differs from "the right role may, every other may not": (endpoint, who) -> the answers that are right.
EXCEPTIONS: dict[tuple[str, str], set[int]] = {
    # Nothing has been begun but what was agreed on a line before.
    ("patient.module_done", "patient"): {200, 404},
    ("patient.module_done", "other patient"): {200, 404},
    ("patient.entry", "other patient"): {404},
    ("patient.workbook_part", "other patient"): {404},  # nothing is written there
    ("patient.remove_entry", "other patient"): {303, 404},  # nothing there to remove
    ("patient.card", "patient"): {200, 303, 422},
    ("patient.calendar", "patient"): {404},  # no day is noted
    ("patient.calendar", "other patient"): {404},
    ("patient.letter", "other patient"): {404},
    ("patient.put_away", "other patient"): {404},
    ("patient.entry_begun", "patient"): {200, 422},  # an empty form
    ("patient.entry_begun", "other patient"): {200, 422},
    ("patient.entry", "patient"): {200, 409},  # a page that has seen nothing
    **{(f"patient.{page}", who): {200, 422} for page in EMPTY_FORMS for who in PATIENTS},
    **{("patient.remove_passkey", who): {404} for who in PATIENTS},  # it is the GP's
    **{("patient.reminders", who): {404} for who in PATIENTS},  # there is no mail server
    ("gp.follow_up", "other gp"): {404},
    ("gp.follow_up_text", "other gp"): {404},
    ("gp.follow_up_sheet", "other gp"): {404},
    ("gp.follow_up_pdf", "other gp"): {404},
    ("gp.withdraw", "other gp"): {404},
    ("gp.slip", "other gp"): {404},
    ("gp.slip_pdf", "other gp"): {404},
    ("gp.invitation", "other gp"): {404},
    ("gp.renew", "other gp"): {404},
    **{("gp.account", who): {200, 422} for who in GPS},  # an empty form
    ("gp.remove_passkey", "other gp"): {404},
    **{("gp.new_passkey", who): {401} for who in GPS},  # not before the passphrase once more
    ("gp.follow_up", "gp after the end"): {200},  # says that sharing has ended
    ("gp.follow_up_text", "gp after the end"): {404},
    ("gp.follow_up_sheet", "gp after the end"): {404},
    ("gp.follow_up_pdf", "gp after the end"): {404},
    **{(endpoint, "patient alone"): {404} for endpoint in OF_A_DOCTOR | OF_ANOTHER},
    ("patient.module_done", "patient alone"): {200, 404},
    ("patient.sharing", "patient alone"): {200, 404},  # says so; and nothing there to be saved
    ("patient.remove_entry", "patient alone"): {303, 404},
    ("patient.entry_begun", "patient alone"): {200, 422},
    ("patient.doctor", "patient alone"): {200, 422},  # an empty form
}
LEAVING = {"account.log_out", "account.quick_exit", "patient.log_out_everywhere"}
PAGES_OF_ONE = ("", "/note.txt", "/sheet", "/sheet.pdf")
ROLE = {
    "patient": "patient",
    "other patient": "patient",
    "patient alone": "patient",
    "gp": "gp",
    "other gp": "gp",
    "gp after the end": "gp",
    "operator": "operator",
    "operator with one factor": "",
    "stranger": "",
    "idle patient": "",
    "idle gp": "",
    "gp with one factor": "",
}


@dataclass(slots=True)
class Visitors:
    """One of each kind of visitor, all at the same patient's things."""

    comes: Comes
    surgery: Surgery
    gp_: Gp
    patient_: Patient
    ended: Callable[[], None]

    def browser(self, who: str) -> Browser:
        made: dict[str, Callable[[], Browser]] = {
            "stranger": lambda: self.comes().opens("/log-in"),
            "patient": lambda: self.comes(self.patient_),
            "other patient": lambda: self.comes(self.surgery.patient(self.gp_)),
            "gp": lambda: self.comes(self.gp_),
            "other gp": lambda: self.comes(self.surgery.gp()),
            "gp after the end": self._after_the_end,
            "gp with one factor": lambda: signs_in(self.comes(), self.gp_),
            "operator": lambda: self.comes(self.surgery.operator()),
            "operator with one factor": lambda: signs_in(self.comes(), self.surgery.operator()),
            "patient alone": lambda: self.comes(self.surgery.alone()),
            "idle patient": lambda: self._idle(self.patient_),
            "idle gp": lambda: self._idle(self.gp_),
        }
        return made[who]()

    def _after_the_end(self) -> Browser:
        self.ended()
        return self.comes(self.gp_)

    def _idle(self, who: Patient | Gp) -> Browser:
        browser = self.comes(who)
        with Session(self.surgery.engine) as session:
            session.execute(update(Login).values(last_seen_at=datetime.now(UTC) - timedelta(hours=1)))
            session.commit()
        return browser


@pytest.fixture
def things(surgery: Surgery, gp: Gp, patient: Patient) -> Things:
    return things_of(surgery, gp, patient)


@pytest.fixture
def visitors(comes: Comes, surgery: Surgery, gp: Gp, patient: Patient) -> Visitors:
    def end() -> None:
        with Session(surgery.engine) as session:
            link = sharing.my_link(session, patient.enrolment_id)
            assert link is not None
            sharing.end(session, link_id=link.id, now=surgery.now)
            session.commit()

    return Visitors(comes, surgery, gp, patient, end)


def answer(browser: Browser, call: Call) -> TestResponse:
    """What the server says to this call, with a right form token, before any redirect is followed."""
    data = {"csrf_token": browser.token()} if call.method == "POST" else None
    return browser.client.open(
        call.path,
        method=call.method,
        data=data,
        headers=browser.headers,
        environ_base=browser.environ,
        buffered=True,
    )


def right(call: Call, who: str) -> set[int]:
    """The answers this visitor should get."""
    if call.access == "open":
        return set(range(200, 600)) - {403, 500, 503}
    if not ROLE[who]:
        return {302} if call.method == "GET" else {401}
    if call.access != ROLE[who]:
        return {403}
    return EXCEPTIONS.get((call.endpoint, who), DONE)


def right_where_nothing_is(call: Call, who: str) -> set[int]:
    """The answers to an address that names something made up: not there, for whoever may open such pages."""
    return {404} if call.access == ROLE[who] else right(call, who)


class TestAccess:
    def test_is_written_down_for_every_route_and_for_no_other(self, app: Flask) -> None:
        assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)

    def test_has_exceptions_of_routes_and_visitors_that_are_there(self) -> None:
        assert {endpoint for endpoint, _ in EXCEPTIONS} <= set(ACCESS)
        assert {who for _, who in EXCEPTIONS} <= set(ROLE)

    def test_is_shut_where_it_is_not_written_down(
        self, settings: Settings, comes: Comes, patient: Patient
    ) -> None:
        app = made(settings)
        app.add_url_rule("/forgotten", "forgotten", lambda: "open to all")

        assert comes(into=app).opens("/forgotten").status == 403
        assert comes(patient, into=app).opens("/forgotten").status == 403
        shut(app)

    @pytest.mark.parametrize("who", ROLE)
    def test_holds_for_every_route(
        self, app: Flask, visitors: Visitors, things: Things, who: str, subtests: pytest.Subtests
    ) -> None:
        browser = visitors.browser(who)
        for call in calls(app, things):
            if call.endpoint in LEAVING:
                continue  # they end the visit, which the others still need
            with subtests.test(f"{call} as {who}"):
                said = answer(browser, call)
                assert said.status_code in right(call, who), said.status_code
                if said.status_code == 302 and not ROLE[who] and call.access != "open":
                    assert said.location.startswith("/log-in")

    @pytest.mark.parametrize("who", ROLE)
    def test_holds_for_things_that_are_not_there(
        self, app: Flask, visitors: Visitors, things: Things, who: str, subtests: pytest.Subtests
    ) -> None:
        browser = visitors.browser(who)
        real = {call.path for call in calls(app, things)}
        for call in calls(app, Things.nobodys()):
            if call.path not in real:
                with subtests.test(f"{call} as {who}"):
                    said = answer(browser, call).status_code
                    assert said in right_where_nothing_is(call, who), said

    @pytest.mark.parametrize("who", ROLE)
    def test_lets_everybody_leave_at_any_time(self, visitors: Visitors, who: str, session: Session) -> None:
        browser = visitors.browser(who)

        assert browser.posts("/log-out", {}).path == "/?out=yes"
        assert browser.posts("/leave", {}).page.title == "yr.no"
        assert session.scalars(select(Login)).all() == []

    def test_lets_no_other_site_end_a_visit(
        self, app: Flask, visitors: Visitors, things: Things, session: Session
    ) -> None:
        browser = visitors.browser("patient")
        for call in calls(app, things):
            if call.endpoint in {"account.log_out", "account.quick_exit"}:
                for site in ("cross-site", "same-site"):
                    browser.headers["Sec-Fetch-Site"] = site
                    said = answer(browser, call)
                    assert said.status_code == 400
                    assert "Clear-Site-Data" not in said.headers

        assert len(session.scalars(select(Login)).all()) == 1

    def test_lets_nobody_change_what_is_another_patients(
        self, app: Flask, visitors: Visitors, things: Things, session: Session
    ) -> None:
        other = visitors.browser("other patient")
        for call in calls(app, things):
            if call.endpoint in {"patient.entry", "patient.remove_entry"} and call.method == "POST":
                answer(other, call)

        assert session.scalars(select(Entry.id).where(Entry.enrolment_id == things.patient)).all() == [
            things.entry
        ]
        assert session.scalars(select(func.count()).select_from(Entry)).one() == 1

    def test_lets_no_other_gp_take_back_an_invitation(
        self, app: Flask, visitors: Visitors, things: Things, session: Session
    ) -> None:
        other = visitors.browser("other gp")
        for call in calls(app, things):
            if call.endpoint == "gp.withdraw":
                answer(other, call)

        assert session.get_one(Invitation, things.invitation).withdrawn_at is None


class TestNotFound:
    """What is another's and what does not exist answer alike, letter by letter."""

    @pytest.mark.parametrize("path", [f"/gp/patients/{{}}{page}" for page in PAGES_OF_ONE])
    def test_is_the_same_for_another_gps_patient(self, visitors: Visitors, things: Things, path: str) -> None:
        other = visitors.browser("other gp")

        assert self.told(other, path, things.patient) == self.told(other, path, uuid4())

    def test_is_the_same_for_another_patients_entry(self, visitors: Visitors, things: Things) -> None:
        other = visitors.browser("other patient")
        path = "/toolbox/chain/{}"

        assert self.told(other, path, things.entry) == self.told(other, path, uuid4())

    def told(self, browser: Browser, path: str, named: UUID) -> tuple[int, str]:
        browser.opens(path.format(named))
        return browser.status, browser.text
