"""Who is signed in: a browser holds a random token, the database its digest. No row, no visit."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, bindparam, delete, exists, select, update
from sqlalchemy.orm import Session

from selfhelp.records.course import CareLink, Enrolment
from selfhelp.records.people import LONGEST_DEVICE, Login, Person, Role, TextSize

IDLE = {
    "patient": timedelta(minutes=30),
    "gp": timedelta(minutes=15),
    "operator": timedelta(minutes=15),
}
LONGEST_VISIT = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # how often the last-seen time is written

FOLLOWED = exists().where(CareLink.enrolment_id == Enrolment.id, CareLink.ended_at.is_(None))
# Plain columns, made once: every page asks this.
WHO = (
    select(
        *(Login.token_hash, Login.created_at, Login.last_seen_at),
        *(Person.id, Person.role, Person.user_name, Person.locale, Person.display_name, Person.practice),
        *(Person.text_size, Person.quick_exit),
        *(Enrolment.id.label("enrolment_id"), Enrolment.character, Enrolment.consent_version),
        FOLLOWED.label("has_doctor"),
    )
    .join(Person, Person.id == Login.person_id)
    .outerjoin(Enrolment, Enrolment.person_id == Person.id)
    .where(Login.token_hash == bindparam("token_hash"))
)
# The person first: whoever ends all visits of a person holds that row, and then wants those of the log-ins.
WHO_WRITES = WHO.with_for_update(key_share=True, of=[Person, Login])


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person and, for a patient, the enrolment: what every page needs, in one statement."""

    person_id: UUID
    role: Role
    user_name: str
    locale: str
    display_name: str
    practice: str
    login: str
    began_at: datetime
    last_seen_at: datetime
    enrolment_id: UUID | None = None
    character: str = ""
    consent_version: int = 0
    has_doctor: bool = False  # whether a doctor follows the patient now
    text_size: TextSize = "usual"
    quick_exit: bool = True


def begin(session: Session, *, person_id: UUID, device: str, second_factor: bool, now: datetime) -> str:
    """Begin a visit and return its token, which is stored nowhere but in the browser.

    A patient is here from now on, whichever way they came in: what nobody comes back for is deleted.
    """
    session.execute(update(Enrolment).where(Enrolment.person_id == person_id).values(here_at=now))
    token = secrets.token_urlsafe(32)
    session.add(
        Login(
            token_hash=digest(token),
            person_id=person_id,
            created_at=now,
            last_seen_at=now,
            second_factor=second_factor,
            device=device[:LONGEST_DEVICE],
        )
    )
    return token


def visitor(session: Session, token: str, now: datetime, *, to_write: bool = False) -> Visitor | None:
    """Return who holds this token; None when the visit has ended, gone idle or lasted too long.

    `to_write`, two requests of one person take turns, whichever processes they come to: the second finds
    what the first has done. On SQLite all who write do, see `records.database`.
    """
    row = session.execute(WHO_WRITES if to_write else WHO, {"token_hash": digest(token)}).one_or_none()
    if row is None:
        return None
    if now - row.last_seen_at > IDLE[row.role] or now - row.created_at > LONGEST_VISIT:
        return None
    return Visitor(
        person_id=row.id,
        role=row.role,
        user_name=row.user_name,
        locale=row.locale,
        display_name=row.display_name or "",
        practice=row.practice or "",
        login=row.token_hash,
        began_at=row.created_at,
        last_seen_at=row.last_seen_at,
        enrolment_id=row.enrolment_id,
        character=row.character or "",
        consent_version=row.consent_version or 0,
        has_doctor=row.has_doctor,
        text_size=row.text_size,
        quick_exit=row.quick_exit,
    )


def seen(session: Session, login: str, now: datetime) -> None:
    """Note that the visit goes on. A visit that was ended meanwhile stays ended."""
    session.execute(update(Login).where(Login.token_hash == login).values(last_seen_at=now))


def end(session: Session, login: str) -> None:
    """End a visit: the cookie is worth nothing from now on."""
    session.execute(delete(Login).where(Login.token_hash == login))


def visits_of(session: Session, person_id: UUID, now: datetime) -> Sequence[Login]:
    """Return a patient's visits that go on, the one used last first."""
    found = (
        select(Login)
        .where(Login.person_id == person_id)
        .where(Login.last_seen_at >= now - IDLE["patient"], Login.created_at >= now - LONGEST_VISIT)
        .order_by(Login.last_seen_at.desc(), Login.token_hash)
    )
    return session.scalars(found).all()


def end_one(session: Session, person_id: UUID, login: str) -> None:
    """End one of a person's visits. Another's is left alone."""
    session.execute(delete(Login).where(Login.person_id == person_id, Login.token_hash == login))


def end_all(session: Session, person_id: UUID) -> None:
    """End every visit of a person, for instance when the passphrase was changed."""
    session.execute(delete(Login).where(Login.person_id == person_id))


def end_others(session: Session, person_id: UUID, *, but: str) -> None:
    """End every visit of a person but one, for instance when a device was lost."""
    session.execute(delete(Login).where(Login.person_id == person_id, Login.token_hash != but))


def forget_ended(session: Session, now: datetime) -> int:
    """Delete the visits that have gone idle or lasted too long, and return how many there were.

    Called at every sign-in, it has little to look through: whoever was here within the last half hour. So a
    GP's visit may lie until a patient's would have gone idle too; it is worth nothing meanwhile.
    """
    idle, too_old = Login.last_seen_at < now - max(IDLE.values()), Login.created_at < now - LONGEST_VISIT
    result = session.execute(delete(Login).where(idle | too_old))
    return cast(CursorResult[tuple[()]], result).rowcount


def digest(token: str) -> str:
    """Return what stands in the database for a token."""
    return hashlib.sha256(token.encode()).hexdigest()
