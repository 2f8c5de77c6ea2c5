"""Accounts of patients, GPs and operators: passphrases, second factors, one-time links."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import pyotp
from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from selfhelp.care import passkeys, visits
from selfhelp.care.codes import replace_recovery_codes
from selfhelp.care.visits import digest
from selfhelp.records.encryption import RootKey
from selfhelp.records.people import Activation, Person, Role, folded

LINK_LASTS = timedelta(days=7)
SENT_AGAIN_WITHIN = timedelta(minutes=15)
TOTP_SECONDS = 30
TOTP_WINDOW = 1  # one step before and after: clocks of phones differ


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A GP's or an operator's account before it is activated, and the token of the one-time link."""

    person: Person
    token: str


@dataclass(frozen=True, slots=True)
class Factors:
    """What lets a GP in: the passphrase's hash, the TOTP secret and the step already used, recovery codes."""

    passphrase_hash: str
    totp_secret: str
    totp_step: int
    recovery_hashes: Sequence[str]


def person_named(session: Session, user_name: str) -> Person | None:
    """Return the person with this user name, in whatever letters it was typed."""
    return session.scalar(select(Person).where(Person.user_name == folded(user_name)))


def add_gp(
    session: Session, *, user_name: str, display_name: str, practice: str, locale: str, now: datetime
) -> NewPerson:
    """Add a GP who cannot sign in before the one-time link was used."""
    return _added(
        session, role="gp", user_name=user_name, display_name=display_name, practice=practice,
        locale=locale, created_at=now,
    )  # fmt: skip


def add_operator(
    session: Session, *, user_name: str, display_name: str, locale: str, now: datetime
) -> NewPerson:
    """Add somebody who runs the service, and cannot sign in before the one-time link was used."""
    return _added(
        session, role="operator", user_name=user_name, display_name=display_name, locale=locale,
        created_at=now,
    )  # fmt: skip


def _added(session: Session, **facts: Any) -> NewPerson:
    person = Person(id=uuid4(), **facts)
    session.add(person)
    session.flush()
    return NewPerson(person, new_link(session, person.id, person.created_at))


def new_link(session: Session, person_id: UUID, now: datetime) -> str:
    """Make a one-time link's token for a person; only its digest is kept."""
    token = secrets.token_urlsafe(32)
    session.add(Activation(token_hash=digest(token), person_id=person_id, expires_at=now + LINK_LASTS))
    session.flush()
    return token


def link_owner(session: Session, token: str, now: datetime) -> Person | None:
    """Return whose one-time link this is; None when it is used, too old or unknown."""
    row = session.get(Activation, digest(token))
    if row is None or row.used_at is not None or row.expires_at <= now:
        return None
    return session.get(Person, row.person_id)


def just_activated(session: Session, token: str, now: datetime) -> Person | None:
    """Return who set up the account by this link a moment ago; None when nobody did."""
    row = session.get(Activation, digest(token))
    if row is None or row.used_at is None or now - row.used_at > SENT_AGAIN_WITHIN:
        return None
    return session.get(Person, row.person_id)


def renew_link(session: Session, user_name: str, now: datetime, *, role: Role = "gp") -> str | None:
    """Make a new one-time link for somebody with this role who is here already; None when there is nobody.

    What let them in before goes, passkeys too: a lost device opens nothing any more, and every visit ends.
    """
    person = person_named(session, user_name)
    if person is None or person.role != role:
        return None
    for link in session.scalars(select(Activation).where(Activation.person_id == person.id)):
        session.delete(link)
    person.passphrase_hash = person.totp_secret = person.totp_last_step = None
    replace_recovery_codes(session, person_id=person.id, hashes=[])
    passkeys.remove_all(session, person.id)
    visits.end_all(session, person.id)
    return new_link(session, person.id, now)


def activate(
    session: Session,
    *,
    token: str,
    factors: Factors,
    root: RootKey,
    now: datetime,
) -> Person | None:
    """Set passphrase, second factor and recovery codes, and use the link up. None when it is too late."""
    person = link_owner(session, token, now)
    link = session.get(Activation, digest(token), with_for_update=True, populate_existing=True)
    if person is None or link is None or link.used_at is not None:
        return None
    link.used_at = now
    person.passphrase_hash = factors.passphrase_hash
    person.totp_secret = root.seal(factors.totp_secret.encode(), bound_to=_totp_place(person.id))
    person.totp_last_step = factors.totp_step
    person.activated_at = now
    replace_recovery_codes(session, person_id=person.id, hashes=list(factors.recovery_hashes))
    session.flush()
    return person


def totp_secret(root: RootKey, person: Person) -> str:
    """Return a GP's TOTP secret.

    :raises LookupError: if the account was never activated.
    """
    if person.totp_secret is None:
        raise LookupError("No second factor was set.")
    return root.open(person.totp_secret, bound_to=_totp_place(person.id)).decode()


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step a code belongs to; None when it fits none near now."""
    totp = pyotp.TOTP(secret)
    step = int(now.timestamp()) // TOTP_SECONDS
    typed = "".join(code.split())
    for near in range(step - TOTP_WINDOW, step + TOTP_WINDOW + 1):
        if pyotp.utils.strings_equal(totp.at(near * TOTP_SECONDS), typed):
            return near
    return None


def code_at(secret: str, now: datetime) -> str:
    """Return the six digits that are right now."""
    return pyotp.TOTP(secret).at(now)


def use_totp(session: Session, root: RootKey, person: Person, code: str, now: datetime) -> bool:
    """Check a code and use it up: the same code, or an earlier one, is refused from then on."""
    if person.totp_secret is None:
        return False
    step = totp_step(totp_secret(root, person), code, now)
    if step is None:
        return False
    unused = or_(Person.totp_last_step.is_(None), Person.totp_last_step < step)
    used_up = update(Person).where(Person.id == person.id, unused).values(totp_last_step=step)
    # Asked and noted in one statement: of two who send the same code at the same moment, one is told no.
    return cast(CursorResult[tuple[()]], session.execute(used_up)).rowcount == 1


def _totp_place(person_id: UUID) -> str:
    return f"person:{person_id}:totp_secret"
