"""Appointments: whether patient and doctor met, and what becomes of one that came to nothing.

The day itself is noted with the card, see `cards`. An appointment is held when the patient says so, or when
the doctor looked at the patient's page on that day: the log tells it, and nothing is written for it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Date, and_, column, exists, or_, select, values
from sqlalchemy.orm import Session

from selfhelp.care import cards
from selfhelp.care.access_log import PAGES
from selfhelp.care.days import day_of, start_of
from selfhelp.care.mine import Mine
from selfhelp.records.base import UtcDateTime
from selfhelp.records.course import Appointment, Card, CareLink
from selfhelp.records.log import AccessLog


@dataclass(frozen=True, slots=True)
class Passed:
    """An appointment whose day has passed, and of which nobody has told whether they met."""

    id: UUID
    day: date


def unanswered(session: Session, enrolment_id: UUID, today: date) -> Passed | None:
    """Return the newest appointment before today where nothing tells whether they met.

    Two statements at most.
    """
    row = session.scalar(
        select(Appointment)
        .where(Appointment.enrolment_id == enrolment_id, Appointment.date < today)
        .where(Appointment.cancelled_at.is_(None))
        .order_by(Appointment.date.desc())
        .limit(1)
    )
    if row is None:
        return None
    held = took_place(row.date, row.date + timedelta(days=1))
    they_met = session.scalar(select(held).where(Appointment.id == row.id))
    return None if they_met else Passed(row.id, row.date)


def took_place(first: date, end: date) -> ColumnElement[bool]:
    """Tell in the database of an appointment from `first` on and before `end` whether they met.

    The patient has said so, or a doctor with the patient's permission opened the page on that very day.
    """
    moment = UtcDateTime()
    days = (
        values(column("day", Date), column("begins", moment), column("ends", moment), name="days")
        .data([(day, start_of(day), start_of(day + timedelta(days=1))) for day in _days(first, end)])
        .cte("days")
    )
    looked = exists().where(
        days.c.day == Appointment.date,
        AccessLog.enrolment_id == Appointment.enrolment_id,
        AccessLog.at >= days.c.begins,
        AccessLog.at < days.c.ends,
        AccessLog.what.in_(PAGES),
        CareLink.enrolment_id == Appointment.enrolment_id,
        CareLink.gp_id == AccessLog.actor_id,
    )
    held = or_(Appointment.held_at.is_not(None), looked.correlate(Appointment))
    return and_(Appointment.cancelled_at.is_(None), held)


def _days(first: date, end: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((end - first).days)]


def met(session: Session, *, mine: Mine, appointment_id: UUID, now: datetime) -> bool:
    """Note that they met, from the day itself on. False when there is no such open appointment."""
    row = _open(session, mine, appointment_id)
    if row is None or row.date > day_of(now):
        return False
    row.held_at = now
    return True


def came_to_nothing(session: Session, *, mine: Mine, appointment_id: UUID, now: datetime) -> bool:
    """Note that it was cancelled, or that they did not meet. Its card follows to the next one.

    False when there is no such open appointment.
    """
    row = _open(session, mine, appointment_id)
    if row is None:
        return False
    row.cancelled_at = now
    session.flush()
    cards.let_follow(session, mine=mine, appointment_id=row.id, today=day_of(now))
    return True


def note_first(session: Session, *, enrolment_id: UUID, day: date | None, today: date) -> None:
    """Note the day the doctor wrote on the invitation, unless it has passed or another one is noted.

    A card that waits for a date belongs to it from then on.
    """
    if day is None or day < today:
        return
    noted = exists().where(
        Appointment.enrolment_id == enrolment_id,
        Appointment.date >= today,
        Appointment.cancelled_at.is_(None),
        Appointment.held_at.is_(None),
    )
    if session.scalar(select(noted)):
        return
    row = Appointment(id=uuid4(), enrolment_id=enrolment_id, date=day)
    session.add(row)
    waiting = select(Card).where(Card.enrolment_id == enrolment_id, Card.appointment_id.is_(None))
    if card := session.scalar(waiting.order_by(Card.changed_at.desc()).limit(1)):
        card.appointment_id = row.id
    session.flush()


def _open(session: Session, mine: Mine, appointment_id: UUID) -> Appointment | None:
    """Return an appointment of this patient's of which nothing has been told yet."""
    row = session.get(Appointment, appointment_id)
    if row is None or row.enrolment_id != mine.enrolment_id:
        return None
    return row if row.held_at is None and row.cancelled_at is None else None
