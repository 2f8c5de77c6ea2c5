"""Reminders by mail: a patient asks for them, confirms the address, and turns them off again.

The address is sealed under the patient's own key. What stands in a mail is a random token, of which only the
digest is kept in clear; whoever holds it can confirm or turn off, and do nothing else.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, exists, select, update
from sqlalchemy.orm import Session

from selfhelp.care.visits import digest
from selfhelp.records.course import Enrolment, Reminder
from selfhelp.records.encryption import DataKey, row_place
from selfhelp.records.people import Person

MOST_A_WEEK = 2
HOURS = range(6, 23)  # nobody is woken; and no hour in which the clock is put forward or back
CONFIRM_WITHIN = timedelta(days=7)
USUAL_HOUR = 18
State = Literal["off", "asked", "on", "refused"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a patient asks for: where, on which days of the week ("1" is Monday), at what hour in Norway."""

    address: str = ""
    days: Sequence[str] = ()
    hour: int = USUAL_HOUR


@dataclass(frozen=True, slots=True)
class Kept:
    """What a patient has asked for so far. "asked": the address is not confirmed yet."""

    wish: Wish
    state: State


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a mail's links carry: the off switch; in the first mail also that the address is right."""

    off: str
    confirm: str = ""


def kept(session: Session, key: DataKey, enrolment_id: UUID) -> Kept:
    """Return what a patient has asked for."""
    row = session.get(Reminder, enrolment_id)
    if row is None or row.value is None:
        return Kept(Wish(), "off")
    address, _ = opened(key, row)
    state: State = "on" if row.confirmed_at else "refused" if row.refused_at else "asked"
    return Kept(Wish(address, row.days, row.hour), state)


def is_offered(session: Session, enrolment_id: UUID) -> bool:
    """Tell whether to offer reminders: not to somebody who has set them up, or has said no."""
    return not session.scalar(select(exists().where(Reminder.enrolment_id == enrolment_id)))


def set_up(session: Session, *, key: DataKey, enrolment_id: UUID, wish: Wish, now: datetime) -> Tokens | None:
    """Keep the wish. Return what the mail that asks for confirmation carries; None when none is needed.

    An address that is confirmed stays so when only days or hour change.
    """
    row = _row_of(session, enrolment_id)
    row.days, row.hour = list(wish.days), wish.hour
    if row.value is not None and row.confirmed_at and opened(key, row)[0] == wish.address:
        session.flush()
        return None
    # The switch in a mail that is on its way to the same address must go on working.
    before = opened(key, row) if row.value is not None else ("", "")
    off = before[1] if before[0] == wish.address else secrets.token_urlsafe(24)
    tokens = Tokens(off, secrets.token_urlsafe(24))
    row.value = key.seal_json([wish.address, tokens.off], bound_to=_place(enrolment_id))
    row.off_hash, row.confirm_hash = digest(tokens.off), digest(tokens.confirm)
    row.asked_at, row.confirmed_at, row.refused_at = now, None, None
    session.flush()
    return tokens


def opened(key: DataKey, row: Reminder) -> tuple[str, str]:
    """Return the address and the token of the off switch.

    :raises LookupError: if reminders are off.
    """
    if row.value is None:
        raise LookupError("Reminders are off.")
    address, off = key.open_json(row.value, bound_to=_place(row.enrolment_id))
    return address, off


def asked_by(session: Session, token: str, now: datetime) -> str | None:
    """Return the language of whoever asked by this confirmation mail; None when the link is too old."""
    return session.scalar(
        select(Person.locale)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Reminder, Reminder.enrolment_id == Enrolment.id)
        .where(*_confirming(token, now))
    )


def confirm(session: Session, token: str, now: datetime) -> bool:
    """Note that the address is right. Pressed twice it is right twice; False when the link is too old."""
    question = update(Reminder).where(*_confirming(token, now)).values(confirmed_at=now, refused_at=None)
    return cast(CursorResult[tuple[()]], session.execute(question)).rowcount == 1


def language_of(session: Session, token: str) -> str | None:
    """Return the language of whoever has this off switch; None when it is nobody's any more."""
    return session.scalar(
        select(Person.locale)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Reminder, Reminder.enrolment_id == Enrolment.id)
        .where(Reminder.off_hash == digest(token))
    )


def turn_off(session: Session, token: str) -> None:
    """Turn reminders off by a mail's own switch, and forget the address. Nothing when it was done before."""
    found = select(Reminder.enrolment_id).where(Reminder.off_hash == digest(token))
    if (enrolment_id := session.scalar(found)) is not None:
        say_no(session, enrolment_id)


def say_no(session: Session, enrolment_id: UUID) -> None:
    """Forget the address, and remember that the patient wants no reminders."""
    row = _row_of(session, enrolment_id)
    row.value = row.off_hash = row.confirm_hash = None
    row.asked_at = row.confirmed_at = row.refused_at = None
    session.flush()


def _row_of(session: Session, enrolment_id: UUID) -> Reminder:
    """Return the patient's row, or a new one; of two windows the second waits until the first has its own."""
    session.get_one(Enrolment, enrolment_id, with_for_update=True)
    row = session.get(Reminder, enrolment_id) or Reminder(enrolment_id=enrolment_id, hour=USUAL_HOUR)
    session.add(row)
    return row


def _confirming(token: str, now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Reminder.confirm_hash == digest(token), Reminder.asked_at > now - CONFIRM_WITHIN


def _place(enrolment_id: UUID) -> str:
    return row_place("reminder", enrolment_id, "address", "value")
