"""Appointments: held, moved or come to nothing, and never a card lost."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from databases import NOW
from people import Gp, Patient, Surgery
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from care.test_cards import on, write
from selfhelp.care.access_log import append
from selfhelp.care.appointments import came_to_nothing, met, note_first, unanswered
from selfhelp.care.cards import CardKept, card_now, forget_other
from selfhelp.care.days import start_of
from selfhelp.care.follow_up import follow_up
from selfhelp.care.mine import Mine
from selfhelp.care.sharing import link_for_gp
from selfhelp.records.course import Appointment, Card
from selfhelp.records.encryption import MasterKey

FRIDAY, SATURDAY, LATER = "2026-11-27", "2026-11-28", "2026-12-11"
TEXT = "Gruppearbeidet"


def id_of(session: Session, day: str) -> UUID:
    return session.scalars(select(Appointment.id).where(Appointment.date == date.fromisoformat(day))).one()


def says(session: Session, mine: Mine, day: str, *, now: str, they_met: bool) -> bool:
    deed = met if they_met else came_to_nothing
    return deed(session, mine=mine, appointment_id=id_of(session, day), now=on(now))


def card(session: Session, mine: Mine, now: str) -> CardKept:
    return card_now(session, mine, date.fromisoformat(now))


class TestUnanswered:
    def test_asks_about_a_day_that_has_passed_and_not_before(self, session: Session, mine: Mine) -> None:
        write(session, mine, text=TEXT, date=FRIDAY)

        assert unanswered(session, mine.enrolment_id, date.fromisoformat(FRIDAY)) is None
        asked = unanswered(session, mine.enrolment_id, date.fromisoformat(SATURDAY))
        assert asked is not None
        assert (asked.id, asked.day) == (id_of(session, FRIDAY), date.fromisoformat(FRIDAY))

    @pytest.mark.parametrize("answer", ["met", "not met"])
    def test_asks_no_more_when_the_patient_has_answered(
        self, session: Session, mine: Mine, answer: str
    ) -> None:
        write(session, mine, text=TEXT, date=FRIDAY)

        assert says(session, mine, FRIDAY, now=SATURDAY, they_met=answer == "met")

        assert unanswered(session, mine.enrolment_id, date.fromisoformat(SATURDAY)) is None
        assert not says(session, mine, FRIDAY, now=SATURDAY, they_met=answer != "met")

    @pytest.mark.parametrize(
        ("minutes", "what", "then"),
        [
            (-1, "follow-up", "asked"),
            (0, "follow-up", "held"),
            (0, "list", "asked"),
            (24 * 60, "pdf", "asked"),
        ],
    )
    def test_takes_a_look_at_the_page_on_the_very_day_for_an_answer(
        self, session: Session, mine: Mine, gp: Gp, master: MasterKey, minutes: int, what: str, then: str
    ) -> None:
        write(session, mine, text=TEXT, date=FRIDAY)
        at = start_of(date.fromisoformat(FRIDAY)) + timedelta(minutes=minutes)

        look(session, master, gp.id, mine, what=what, at=at)

        asked = unanswered(session, mine.enrolment_id, date.fromisoformat(SATURDAY))
        assert (asked is not None) == (then == "asked")

    def test_takes_no_look_of_somebody_elses_for_an_answer(
        self, session: Session, mine: Mine, surgery: Surgery, master: MasterKey
    ) -> None:
        other = surgery.gp()
        write(session, mine, text=TEXT, date=FRIDAY)

        look(session, master, other.id, mine, what="follow-up", at=on(FRIDAY))

        assert unanswered(session, mine.enrolment_id, date.fromisoformat(SATURDAY)) is not None


def look(session: Session, master: MasterKey, actor: UUID, mine: Mine, *, what: str, at: datetime) -> None:
    key = master.derive("access log")
    append(
        session, key, actor_id=actor, actor="Lege", enrolment_id=mine.enrolment_id, what=what, why="", now=at
    )


class TestMet:
    def test_is_not_said_before_the_day(self, session: Session, mine: Mine) -> None:
        write(session, mine, text=TEXT, date=FRIDAY)

        assert not says(session, mine, FRIDAY, now="2026-11-26", they_met=True)
        assert card(session, mine, "2026-11-26").has_words

    def test_lets_the_next_card_begin_the_same_day_while_the_doctor_still_reads_the_old_one(
        self, session: Session, mine: Mine, gp: Gp
    ) -> None:
        write(session, mine, text=TEXT, show=True, date=FRIDAY)

        assert says(session, mine, FRIDAY, now=FRIDAY, they_met=True)
        write(session, mine, now=on(FRIDAY), text="Til neste gang", show=True, date=LATER)

        assert card(session, mine, FRIDAY).values["text"] == "Til neste gang"
        link = link_for_gp(session, gp_id=gp.id, enrolment_id=mine.enrolment_id)
        assert link is not None
        for day, text in ((FRIDAY, TEXT), (SATURDAY, "Til neste gang")):
            page = follow_up(session, mine=mine, link=link, note="", now=on(day))
            assert page.card is not None
            assert page.card.text == text
        days = session.scalars(select(Appointment.date).order_by(Appointment.date)).all()
        assert days == [date.fromisoformat(FRIDAY), date.fromisoformat(LATER)]


class TestCameToNothing:
    @pytest.mark.parametrize("now", ["2026-11-24", SATURDAY])
    def test_lets_the_card_wait_and_follow_to_the_next_appointment(
        self, session: Session, mine: Mine, now: str
    ) -> None:
        first = write(session, mine, text=TEXT, show=True, date=FRIDAY)

        assert says(session, mine, FRIDAY, now=now, they_met=False)

        waiting = card(session, mine, now)
        assert (waiting.id, waiting.values["text"], waiting.appointment) == (first.id, TEXT, None)
        write(session, mine, now=on(now), date=LATER)
        moved = card(session, mine, now)
        assert (moved.id, moved.values["text"], moved.shared) == (first.id, TEXT, True)
        assert moved.appointment == date.fromisoformat(LATER)

    def test_gives_the_card_to_an_appointment_that_is_noted_without_one(
        self, session: Session, mine: Mine
    ) -> None:
        write(session, mine, text=TEXT, date=FRIDAY)
        write(session, mine, now=on(SATURDAY), text=None, date=LATER)

        says(session, mine, FRIDAY, now=SATURDAY, they_met=False)

        kept = card(session, mine, SATURDAY)
        assert (kept.values["text"], kept.appointment) == (TEXT, date.fromisoformat(LATER))
        assert session.scalars(select(func.count()).select_from(Card)).one() == 1

    def test_keeps_both_texts_where_the_next_card_was_begun(self, session: Session, mine: Mine) -> None:
        write(session, mine, text=TEXT, tool="chain", show=True, useful=["chain"], date=FRIDAY)
        write(session, mine, now=on(SATURDAY), text="Noe nytt", show=False, date=LATER)

        says(session, mine, FRIDAY, now=SATURDAY, they_met=False)

        kept = card(session, mine, SATURDAY)
        ((window, other),) = kept.others.items()
        assert (kept.values["text"], kept.values["useful"], kept.shared) == ("Noe nytt", ["chain"], False)
        assert (other["text"], other["tool"], other["date"]) == (TEXT, "chain", LATER)
        forget_other(session, mine=mine, window=window, today=date.fromisoformat(SATURDAY))
        chosen = card(session, mine, SATURDAY)
        assert (chosen.values["text"], chosen.others) == ("Noe nytt", {})

    def test_is_no_other_patients_to_say(
        self, session: Session, mine: Mine, surgery: Surgery, gp: Gp
    ) -> None:
        other = surgery.patient(gp)
        write(session, mine, text=TEXT, date=FRIDAY)
        theirs = Mine(other.enrolment_id, surgery.keys.key(other.enrolment_id), mine.programme)

        assert not says(session, theirs, FRIDAY, now=SATURDAY, they_met=False)
        assert not met(session, mine=mine, appointment_id=uuid4(), now=on(SATURDAY))
        assert unanswered(session, mine.enrolment_id, date.fromisoformat(SATURDAY)) is not None


class TestNoteFirst:
    def test_is_the_next_appointment_and_takes_the_card_that_is_written_for_it(
        self, session: Session, mine: Mine
    ) -> None:
        first(session, mine, FRIDAY)
        assert card(session, mine, FRIDAY).appointment == date.fromisoformat(FRIDAY)

        write(session, mine, text=TEXT)

        kept = card(session, mine, FRIDAY)
        assert (kept.values["text"], kept.appointment) == (TEXT, date.fromisoformat(FRIDAY))
        assert session.scalars(select(Card.appointment_id)).one() == id_of(session, FRIDAY)

    def test_takes_the_card_that_waited_for_a_date_and_the_next_one_begins_empty(
        self, session: Session, mine: Mine
    ) -> None:
        write(session, mine, text=TEXT)

        first(session, mine, FRIDAY)

        assert card(session, mine, FRIDAY).values["text"] == TEXT
        assert not card(session, mine, SATURDAY).has_words

    def test_is_moved_by_the_patient(self, session: Session, mine: Mine) -> None:
        first(session, mine, FRIDAY)

        write(session, mine, date=LATER)

        assert session.scalars(select(Appointment.date)).all() == [date.fromisoformat(LATER)]

    def test_leaves_a_day_alone_that_the_patient_has_noted(self, session: Session, mine: Mine) -> None:
        write(session, mine, date=LATER)

        first(session, mine, FRIDAY)

        assert session.scalars(select(Appointment.date)).all() == [date.fromisoformat(LATER)]

    def test_notes_no_day_that_has_passed(self, session: Session, mine: Mine) -> None:
        first(session, mine, "2026-11-21")

        assert session.scalars(select(Appointment.date)).all() == []


def first(session: Session, mine: Mine, day: str) -> None:
    note_first(session, enrolment_id=mine.enrolment_id, day=date.fromisoformat(day), today=NOW.date())


class TestSlip:
    def test_brings_its_day_along(self, session: Session, surgery: Surgery, gp: Gp) -> None:
        patient: Patient = surgery.patient(gp, first_appointment=date.fromisoformat(FRIDAY))

        place = surgery.place_of(patient)
        assert card_now(session, place, NOW.date()).appointment == date.fromisoformat(FRIDAY)
