"""The appointment on the patient's pages: counted down to, asked about kindly, and put into a calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from apps import Comes
from babel.dates import format_date
from icalendar import Calendar
from pages import TELLING, Browser
from people import Gp, Patient, Surgery
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.records.course import Appointment
from selfhelp.records.log import AccessLog

TEXT = "Gruppearbeidet på mandag"


def in_days(days: int) -> date:
    return day_of(datetime.now(UTC)) + timedelta(days=days)


def notes(browser: Browser, days: int, text: str = TEXT) -> Browser:
    return browser.opens("/card").saves({"q.card.text": text, "q.card.date": in_days(days).isoformat()})


def passes(surgery: Surgery, days: int) -> None:
    """Let so many days go by, for the appointments."""
    with Session(surgery.engine) as session:
        for row in session.scalars(select(Appointment)):
            row.date -= timedelta(days=days)
        session.commit()


@pytest.fixture
def theirs(comes: Comes, patient: Patient) -> Browser:
    return comes(patient)


class TestHome:
    @pytest.mark.parametrize(
        ("language", "days", "said"),
        [
            ("nb", 1, "I morgen"),
            ("nb", 5, "Om 5 dager"),
            ("en", 0, "Today"),
            ("en", 1, "Tomorrow"),
            ("en", 5, "In 5 days"),
        ],
    )
    def test_counts_the_days(
        self, comes: Comes, surgery: Surgery, gp: Gp, language: str, days: int, said: str
    ) -> None:
        browser = comes(surgery.patient(gp, locale=language), language=language)

        assert said in notes(browser, days).opens("/home").text

    def test_asks_when_the_day_has_passed_and_believes_the_answer(
        self, theirs: Browser, surgery: Surgery
    ) -> None:
        notes(theirs, 1)
        passes(surgery, 2)
        assert "Møttes dere?" in theirs.opens("/home").text

        theirs.presses("Yes, we met")

        assert theirs.path == "/home"
        assert theirs.says("Good that you met. Your next card begins empty.") in theirs.text
        assert "Møttes dere?" not in theirs.text
        assert TEXT not in theirs.opens("/card").html

    def test_lets_the_card_wait_when_nothing_came_of_it(self, theirs: Browser, surgery: Surgery) -> None:
        notes(theirs, 1)
        passes(surgery, 2)

        theirs.opens("/card").presses("No, not this time")

        assert "Møttes dere?" not in theirs.opens("/home").text
        assert TEXT in theirs.opens("/card").html

    def test_is_told_on_the_day_itself_that_they_have_met(self, theirs: Browser, session: Session) -> None:
        notes(theirs, 0).opens("/home").presses("We have met")

        assert theirs.says("You have not entered a date yet.") in theirs.text
        assert session.scalars(select(Appointment.held_at)).one() is not None

    def test_asks_nothing_when_the_doctor_looked_on_that_day(
        self, comes: Comes, theirs: Browser, surgery: Surgery, gp: Gp, patient: Patient
    ) -> None:
        notes(theirs, 0)
        passes(surgery, 1)
        assert "Møttes dere?" in theirs.opens("/home").text
        passes(surgery, -1)

        comes(gp).opens(f"/gp/patients/{patient.enrolment_id}")
        with Session(surgery.engine) as session:  # the look and the appointment grow a day older together
            session.execute(update(Appointment).values(date=in_days(-1)))
            for look in session.scalars(select(AccessLog)):
                look.at -= timedelta(days=1)
            session.commit()

        assert "Møttes dere?" not in theirs.opens("/home").text


class TestTheCard:
    def test_is_kept_when_the_appointment_is_cancelled(self, theirs: Browser) -> None:
        notes(theirs, 3).opens("/card").presses("Yes, it was cancelled")

        assert theirs.says("You have not entered a date yet.") in theirs.text
        assert TEXT in theirs.opens("/card").html

    def test_shows_both_texts_when_two_cards_meet(self, theirs: Browser, surgery: Surgery) -> None:
        notes(theirs, 1)
        passes(surgery, 2)
        notes(theirs, 7, "Telefonen fra søsteren min").opens("/home").presses("No, not this time")

        theirs.opens("/card")
        assert TEXT in theirs.text
        assert "Telefonen fra søsteren min" in theirs.text
        theirs.presses("Keep what was saved first")

        assert TEXT not in theirs.html
        assert "Telefonen fra søsteren min" in theirs.html

    def test_is_not_changed_by_a_made_up_appointment(self, theirs: Browser) -> None:
        notes(theirs, 3)

        for made_up in ("", "not-an-id", "00000000-0000-0000-0000-000000000009"):
            data = {"csrf_token": theirs.token(), "go": "not-met", "appointment": made_up}
            assert theirs.posts("/appointment", data).status == 200

        assert theirs.says("Tomorrow") not in theirs.text
        assert "Om 3 dager" in theirs.text


class TestTheCalendar:
    @pytest.mark.parametrize(("language", "title"), [("nb", "Avtale"), ("en", "Appointment")])
    def test_gets_the_day_and_nothing_else(
        self, comes: Comes, surgery: Surgery, gp: Gp, language: str, title: str
    ) -> None:
        browser = comes(surgery.patient(gp, locale=language), language=language)
        notes(browser, 5).opens("/home").follows("Put the day in my calendar")

        (event,) = Calendar.from_ical(browser.html).walk("VEVENT")
        assert browser.page.response.mimetype == "text/calendar"
        assert (event["SUMMARY"], event.decoded("DTSTART")) == (title, in_days(5))
        assert event.decoded("DTEND") == in_days(6)
        assert {"UID", "DTSTAMP"} <= event.keys()
        assert not {"DESCRIPTION", "LOCATION", "ORGANIZER"} & event.keys()
        told = browser.html + str(browser.page.response.headers)
        assert not TELLING.search(told)
        assert TEXT not in told

    def test_gets_nothing_where_no_day_is_noted(self, theirs: Browser) -> None:
        assert theirs.opens("/appointment.ics").status == 404


class TestTheInvitation:
    def test_sets_the_first_appointment(self, comes: Comes, gp: Gp) -> None:
        doctor = (
            comes(gp)
            .opens("/gp/invite")
            .saves({"language": "nb", "first_appointment": in_days(4).isoformat()})
        )
        day = format_date(in_days(4), "d. MMMM y", locale="nb")
        assert f"{doctor.says('Next appointment:')} {day}" in doctor.text
        code = next(e.text for e in doctor.page.root.iter("span") if e.get("class") == "code")

        patient = comes().opens(f"/start/{code}").saves().saves({"passphrase": "sti bekk lykt ull"})
        patient.follows("I have the codes on paper").presses("Share everything and go on")

        assert "Om 4 dager" in patient.text

    def test_takes_no_day_that_has_passed(self, comes: Comes, gp: Gp) -> None:
        yesterday = in_days(-1).isoformat()

        doctor = comes(gp).opens("/gp/invite").saves({"language": "nb", "first_appointment": yesterday})

        assert doctor.status == 422
        assert yesterday in doctor.html
