"""After a restore: the past has come back, and must open nothing that was closed since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Delete, Update, delete, exists, select, union, update
from sqlalchemy.orm import Session

from selfhelp.care.forget import AT_ONCE, forget_rows
from selfhelp.records.course import CareLink, Enrolment, Reminder
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Activation, Challenge, Invitation, Login


@dataclass(frozen=True, slots=True)
class Shut:
    """How much opened something in the past, and opens nothing now; `shared` counts patients."""

    visits: int
    links: int
    invitations: int
    shared: int
    reminders: int


def forget_again(session: Session, keys: KeyStore, now: datetime) -> int:
    """Remove those whose keys were destroyed after the backup was made; return how many patients.

    What doctors noted on sheets that nobody used goes with its key too.
    """
    patients = set(session.scalars(select(Enrolment.id)))
    everybody = session.scalars(union(select(Enrolment.id), select(Invitation.enrolment_id))).all()
    gone: set[UUID] = set()
    for start in range(0, len(everybody), AT_ONCE):
        some = keys.destroyed(everybody[start : start + AT_ONCE])
        forget_rows(session, list(some), now)
        gone |= some
    return len(gone & patients)


def shut_what_was_open(session: Session, now: datetime) -> Shut:
    """End every visit, and let no link and no sheet of the past be used: each may have been used since.

    Doctors can make a new sheet for an invitation that has run out, and the operator a new link. Whoever has
    stopped sharing since, or turned reminders off, must not find them on: so no doctor reads anything before
    the patient, at the next log-in, has said again what to share; and no mail is sent before it is asked for.
    """
    unused = Invitation.redeemed_at.is_(None) & Invitation.withdrawn_at.is_(None)
    followed = exists().where(CareLink.enrolment_id == Enrolment.id, CareLink.ended_at.is_(None))
    _number(session, delete(Challenge))
    return Shut(
        visits=_number(session, delete(Login)),
        links=_number(session, delete(Activation).where(Activation.used_at.is_(None))),
        invitations=_number(
            session, update(Invitation).where(unused, Invitation.expires_at > now).values(expires_at=now)
        ),
        shared=_number(session, update(Enrolment).where(followed).values(consent_version=0)),
        reminders=_number(session, delete(Reminder)),
    )


def _number(session: Session, deed: Delete | Update) -> int:
    return cast(CursorResult[Any], session.execute(deed)).rowcount
