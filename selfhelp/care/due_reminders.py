"""Who is to be reminded now, and that nobody is reminded twice.

A reminder is claimed before it is sent, by an update that only one of several runs can make, committed at
once. So a run that is killed, or whose mail server falls silent, leaves one unsent rather than sent twice.
Only when the server has said that it did not take the mail, or the mail could not even be written, is the
claim given back, for the next run within the hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, exists, or_, select, update
from sqlalchemy.orm import Session

from selfhelp.care.days import HERE, day_of
from selfhelp.records.course import Enrolment, Reminder
from selfhelp.records.people import Login, Person

A_WEEK = timedelta(days=7)  # in which no more than two are sent, also to somebody who chooses other days
HERE_LATELY = timedelta(hours=24)  # whoever was here within this time needs no reminder


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder to be sent: whose, in which language, for which day; found with this off switch."""

    enrolment_id: UUID
    locale: str
    day: date
    hour: int
    off_hash: str


def due(session: Session, now: datetime) -> Sequence[Due]:
    """Return the reminders of this hour, in Norway, that have not been sent.

    None when the programme is finished, or to somebody who was here within the last day.
    """
    hour, day = now.astimezone(HERE).hour, day_of(now)
    lately = now - HERE_LATELY
    rows = session.execute(
        select(Reminder.enrolment_id, Reminder.days, Reminder.off_hash, Person.locale)
        .join(Enrolment, Enrolment.id == Reminder.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Reminder.hour == hour, Reminder.confirmed_at.is_not(None), Enrolment.finished_at.is_(None))
        .where(_is_free(day))
        .where(Enrolment.here_at <= lately)
        .where(~exists().where(Login.person_id == Person.id, Login.last_seen_at > lately))
        .order_by(Reminder.enrolment_id)
    )
    today = str(day.isoweekday())
    return [Due(row.enrolment_id, row.locale, day, hour, row.off_hash) for row in rows if today in row.days]


def claim(session: Session, one: Due) -> Reminder | None:
    """Claim a reminder for this run; None when another run has it, or it was turned off meanwhile.

    Commit before the mail is sent.
    """
    mine = update(Reminder).where(
        Reminder.enrolment_id == one.enrolment_id,
        *(Reminder.off_hash == one.off_hash, Reminder.hour == one.hour, Reminder.confirmed_at.is_not(None)),
        _is_free(one.day),
    )
    if _rows(session.execute(mine.values(sent_before=Reminder.sent_for, sent_for=one.day))) != 1:
        return None
    return session.get(Reminder, one.enrolment_id, populate_existing=True)


def give_back(session: Session, one: Due) -> None:
    """Give a claim back: the mail server did not get the mail, or has said that it did not take it."""
    claimed = update(Reminder).where(Reminder.enrolment_id == one.enrolment_id, Reminder.sent_for == one.day)
    session.execute(claimed.values(sent_for=Reminder.sent_before, sent_before=None))


def note_refused(session: Session, one: Due, now: datetime) -> None:
    """Note that the mail server knows no such address. Nothing more is sent there until it is put right."""
    theirs = update(Reminder).where(
        Reminder.enrolment_id == one.enrolment_id, Reminder.off_hash == one.off_hash
    )
    session.execute(theirs.values(refused_at=now, confirmed_at=None))


def _is_free(day: date) -> ColumnElement[bool]:
    """Tell whether nothing was sent for this day, and no two in the week that ends with it."""
    not_today = or_(Reminder.sent_for.is_(None), Reminder.sent_for < day)
    return not_today & or_(Reminder.sent_before.is_(None), Reminder.sent_before <= day - A_WEEK)


def _rows(result: object) -> int:
    return cast(CursorResult[tuple[()]], result).rowcount
