"""After a restore: the past has come back, and must open nothing that was closed since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Delete, Update, delete, select, union, update
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.forget import AT_ONCE, forget_rows
from selfhelp.records.course import Enrolment, Reminder
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Activation, Challenge, Invitation, Login


@dataclass(frozen=True, slots=True)
class Shut:
    """How many visits, one-time links and invitations opened something in the past, and open nothing now."""

    visits: int
    links: int
    invitations: int


def forget_again(session: Session, keys: KeyStore) -> int:
    """Remove those whose keys were destroyed after the backup was made; return how many patients.

    What doctors noted on sheets that nobody used goes with its key too.
    """
    patients = set(session.scalars(select(Enrolment.id)))
    everybody = session.scalars(union(select(Enrolment.id), select(Invitation.enrolment_id))).all()
    gone: set[UUID] = set()
    for start in range(0, len(everybody), AT_ONCE):
        some = keys.destroyed(everybody[start : start + AT_ONCE])
        forget_rows(session, list(some))
        gone |= some
    return len(gone & patients)


def shut_what_was_open(session: Session, now: datetime) -> Shut:
    """End every visit, and let no link and no sheet of the past be used: each may have been used since.

    Doctors can make a new sheet for an invitation that has run out, and the operator a new link. Today's
    reminders count as sent, for they may have been.
    """
    unused = Invitation.redeemed_at.is_(None) & Invitation.withdrawn_at.is_(None)
    _number(session, delete(Challenge))
    _number(session, update(Reminder).values(sent_before=Reminder.sent_for, sent_for=day_of(now)))
    return Shut(
        visits=_number(session, delete(Login)),
        links=_number(session, delete(Activation).where(Activation.used_at.is_(None))),
        invitations=_number(
            session, update(Invitation).where(unused, Invitation.expires_at > now).values(expires_at=now)
        ),
    )


def _number(session: Session, deed: Delete | Update) -> int:
    return cast(CursorResult[Any], session.execute(deed)).rowcount
