"""Reminders: asked for, confirmed, turned off; and who is to be reminded, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from people import Patient, Surgery
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from selfhelp.care import due_reminders, reminders, visits
from selfhelp.care.due_reminders import Due
from selfhelp.care.reminders import CONFIRM_WITHIN, HOURS, Tokens, Wish
from selfhelp.records.course import Enrolment, Reminder
from selfhelp.records.encryption import DataKey
from selfhelp.records.keys import KeyStore

ADDRESS = "kari.nordmann@example.no"
TUESDAY = datetime(2026, 12, 1, 17, 30, tzinfo=UTC)  # half past six in the evening in Norway
TUESDAYS = Wish(ADDRESS, ["2", "5"], 18)
EASTER, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # the nights the clock is changed


@pytest.fixture
def key(keys: KeyStore, patient: Patient) -> DataKey:
    return keys.key(patient.enrolment_id)


@pytest.fixture
def on(session: Session, patient: Patient, key: DataKey) -> Tokens:
    """Reminders on Tuesdays and Fridays at six in the evening, confirmed."""
    tokens = asks(session, patient, key)
    assert reminders.confirm(session, tokens.confirm, TUESDAY)
    return tokens


def asks(session: Session, patient: Patient, key: DataKey, wish: Wish = TUESDAYS) -> Tokens:
    tokens = changes(session, patient, key, wish)
    assert tokens is not None
    return tokens


def changes(session: Session, patient: Patient, key: DataKey, wish: Wish) -> Tokens | None:
    at = TUESDAY - timedelta(days=3)
    return reminders.set_up(session, key=key, enrolment_id=patient.enrolment_id, wish=wish, now=at)


def due(session: Session, now: datetime = TUESDAY) -> list[Due]:
    session.flush()
    return list(due_reminders.due(session, now))


class TestSetUp:
    def test_seals_the_address_and_keeps_no_token_in_clear(
        self, session: Session, patient: Patient, key: DataKey
    ) -> None:
        tokens = asks(session, patient, key)

        row = session.scalars(select(Reminder)).one()
        stored = repr([getattr(row, column.name) for column in Reminder.__table__.columns])
        assert all(word not in stored for word in (ADDRESS, "kari", tokens.off, tokens.confirm))
        assert reminders.opened(key, row) == (ADDRESS, tokens.off)

    def test_sends_nothing_before_the_address_is_confirmed(
        self, session: Session, patient: Patient, key: DataKey
    ) -> None:
        tokens = asks(session, patient, key)
        assert reminders.kept(session, key, patient.enrolment_id).state == "asked"
        assert due(session) == []

        reminders.confirm(session, tokens.confirm, TUESDAY)

        session.expire_all()
        assert reminders.kept(session, key, patient.enrolment_id) == reminders.Kept(TUESDAYS, "on")
        assert [one.enrolment_id for one in due(session)] == [patient.enrolment_id]

    def test_asks_again_only_for_another_address(
        self, session: Session, patient: Patient, key: DataKey, on: Tokens
    ) -> None:
        session.expire_all()

        assert changes(session, patient, key, replace(TUESDAYS, hour=9)) is None
        assert reminders.kept(session, key, patient.enrolment_id).wish.hour == 9
        assert changes(session, patient, key, replace(TUESDAYS, address="annen@example.no"))
        assert due(session) == []
        assert not reminders.confirm(session, on.confirm, TUESDAY)


class TestConfirm:
    def test_takes_a_second_press_and_no_old_link(
        self, session: Session, patient: Patient, key: DataKey
    ) -> None:
        asked_at = TUESDAY - timedelta(days=3)
        tokens = asks(session, patient, key)

        assert reminders.asked_by(session, tokens.confirm, TUESDAY) == "nb"
        assert [reminders.confirm(session, tokens.confirm, TUESDAY) for _ in range(2)] == [True, True]
        assert not reminders.confirm(session, tokens.confirm, asked_at + CONFIRM_WITHIN)
        assert not reminders.confirm(session, tokens.off, TUESDAY)
        assert reminders.asked_by(session, "made up", TUESDAY) is None


class TestTurnOff:
    def test_forgets_the_address_and_every_token(
        self, session: Session, patient: Patient, key: DataKey, on: Tokens
    ) -> None:
        reminders.turn_off(session, on.off)
        reminders.turn_off(session, on.off)

        row = session.scalars(select(Reminder)).one()
        assert (row.value, row.off_hash, row.confirm_hash, row.confirmed_at) == (None, None, None, None)
        assert reminders.kept(session, key, patient.enrolment_id).state == "off"
        assert not reminders.confirm(session, on.confirm, TUESDAY)
        assert due(session) == []

    def test_does_nothing_with_a_token_that_is_none(self, session: Session, on: Tokens) -> None:
        reminders.turn_off(session, "made up")
        reminders.turn_off(session, on.confirm)

        assert len(due(session)) == 1


class TestIsOffered:
    def test_ends_with_a_yes_or_a_no(self, session: Session, surgery: Surgery, patient: Patient) -> None:
        other = surgery.patient(surgery.gp())
        assert reminders.is_offered(session, patient.enrolment_id)

        reminders.say_no(session, patient.enrolment_id)
        asks(session, other, surgery.keys.key(other.enrolment_id))

        assert not reminders.is_offered(session, patient.enrolment_id)
        assert not reminders.is_offered(session, other.enrolment_id)


class TestDue:
    @pytest.mark.parametrize(
        ("moment", "number"),
        [
            (datetime(2026, 12, 1, 17, 0, tzinfo=UTC), 1),
            (datetime(2026, 12, 1, 17, 59, tzinfo=UTC), 1),
            (datetime(2026, 12, 1, 18, 0, tzinfo=UTC), 0),  # an hour too late is not at all
            (datetime(2026, 12, 1, 16, 59, tzinfo=UTC), 0),
            (datetime(2026, 12, 2, 17, 0, tzinfo=UTC), 0),  # a Wednesday
            (datetime(2026, 12, 4, 17, 0, tzinfo=UTC), 1),
            (datetime(2027, 6, 1, 16, 0, tzinfo=UTC), 1),  # summer time
            (datetime(2027, 6, 1, 17, 0, tzinfo=UTC), 0),
        ],
    )
    def test_is_by_the_clock_in_norway(
        self, session: Session, on: Tokens, moment: datetime, number: int
    ) -> None:
        assert len(due(session, moment)) == number

    @pytest.mark.parametrize("day", [EASTER, AUTUMN])
    @pytest.mark.parametrize("hour", [2, 6, 18])
    def test_is_once_on_the_days_when_the_clock_is_changed(
        self, session: Session, patient: Patient, key: DataKey, day: date, hour: int
    ) -> None:
        tokens = asks(session, patient, key, Wish(ADDRESS, ["7"], hour))
        reminders.confirm(session, tokens.confirm, TUESDAY)
        sent = 0
        for minutes in range(0, 26 * 60, 10):  # as cron runs it
            now = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes - 120)
            for one in due(session, now):
                sent += due_reminders.claim(session, one) is not None

        assert sent == (0 if (day, hour) == (EASTER, 2) else 1)
        assert (hour in HOURS) == (hour != 2)  # the hour that is left out, or comes twice, is not offered

    def test_is_nobody_who_was_here_within_a_day(
        self, session: Session, patient: Patient, on: Tokens
    ) -> None:
        at = TUESDAY - timedelta(hours=23)
        session.execute(update(Enrolment).values(here_at=at))
        assert due(session) == []

        session.execute(update(Enrolment).values(here_at=TUESDAY - timedelta(hours=24)))
        assert len(due(session)) == 1

        visits.begin(session, person_id=patient.id, device="", second_factor=False, now=at)
        session.execute(update(Enrolment).values(here_at=TUESDAY - timedelta(hours=24)))
        assert due(session) == []

    def test_is_nobody_who_has_finished(self, session: Session, on: Tokens) -> None:
        session.execute(update(Enrolment).values(finished_at=TUESDAY - timedelta(days=9)))

        assert due(session) == []

    def test_knows_the_language(self, session: Session, surgery: Surgery) -> None:
        other = surgery.patient(surgery.gp(), locale="en")
        tokens = asks(session, other, surgery.keys.key(other.enrolment_id))
        reminders.confirm(session, tokens.confirm, TUESDAY)

        assert [one.locale for one in due(session)] == ["en"]


class TestClaim:
    def test_is_given_once_a_day_and_again_on_the_next(self, session: Session, on: Tokens) -> None:
        [one] = due(session)

        assert due_reminders.claim(session, one) is not None
        assert due_reminders.claim(session, one) is None
        assert due(session) == []
        assert len(due(session, TUESDAY + timedelta(days=3))) == 1

    def test_is_not_given_for_what_was_turned_off_meanwhile(self, session: Session, on: Tokens) -> None:
        [one] = due(session)
        reminders.turn_off(session, on.off)

        assert due_reminders.claim(session, one) is None

    def test_is_given_twice_a_week_however_often_the_days_are_changed(
        self, session: Session, patient: Patient, key: DataKey, on: Tokens
    ) -> None:
        given = []
        for days in range(16):
            at = TUESDAY + timedelta(days=days)
            changes(session, patient, key, replace(TUESDAYS, days=(str(at.isoweekday()),)))
            given += [days for one in due(session, at) if due_reminders.claim(session, one)]

        assert given == [0, 1, 7, 8, 14, 15]

    def test_can_be_given_back(self, session: Session, on: Tokens) -> None:
        [one] = due(session)
        due_reminders.claim(session, one)

        due_reminders.give_back(session, one)

        assert len(due(session)) == 1

    def test_ends_with_an_address_that_does_not_exist(
        self, session: Session, patient: Patient, key: DataKey, on: Tokens
    ) -> None:
        [one] = due(session)
        due_reminders.claim(session, one)
        due_reminders.note_refused(session, one, TUESDAY)

        session.expire_all()
        assert reminders.kept(session, key, patient.enrolment_id).state == "refused"
        assert due(session, TUESDAY + timedelta(days=3)) == []


class TestDeleting:
    def test_takes_the_reminder_along(self, session: Session, patient: Patient, on: Tokens) -> None:
        session.delete(session.get_one(Enrolment, patient.enrolment_id))
        session.flush()

        assert session.scalars(select(Reminder)).all() == []
