"""Forgetting: everything of a patient at once, and by itself what nobody has come back for.

The key goes first. From then on no word can be read, in no older backup either; the rows are then removed
as well. What stays is the log of looks, which holds no word of the patient's, and on the doctor's list one
line that says "ended".
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Update, delete, exists, func, select, update
from sqlalchemy.orm import Session

from selfhelp.records.course import Enrolment
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Invitation, Person

ASKED_AFTER = timedelta(days=365)  # away for so long, a patient is asked whether to keep what is here
ERASED_AFTER = timedelta(days=396)  # thirteen months
UNUSED_FOR = timedelta(days=30)
AT_ONCE = 500

IS_HERE = exists().where(Enrolment.id == Invitation.enrolment_id).correlate(Invitation)
ENDED = Invitation.redeemed_at.is_not(None) & ~IS_HERE


def forget_everything(session: Session, keys: KeyStore, enrolment_id: UUID, now: datetime) -> None:
    """Destroy a patient's key, and remove the account and all that belongs to it. May be done again."""
    keys.destroy(enrolment_id)
    forget_rows(session, [enrolment_id], now)


def forget_if_quiet(session: Session, keys: KeyStore, enrolment_id: UUID, now: datetime) -> bool:
    """Forget a patient who is still away; False for one who has come back while others were forgotten."""
    away = select(Enrolment.id).where(Enrolment.id == enrolment_id, _is_quiet(now)).with_for_update()
    if session.scalar(away) is None:
        return False
    forget_everything(session, keys, enrolment_id, now)
    return True


def forget_rows(session: Session, enrolments: Sequence[UUID], now: datetime) -> None:
    """Remove the accounts of these enrolments, all that belongs to them, and what doctors noted of them.

    On the invitations stays when that was; done again, when it was first.
    """
    whose = select(Enrolment.person_id).where(Enrolment.id.in_(enrolments))
    session.execute(delete(Person).where(Person.id.in_(whose)))
    theirs = Invitation.enrolment_id.in_(enrolments)
    session.execute(_stripped(theirs))
    now_ended = update(Invitation).where(theirs, ENDED, Invitation.ended_at.is_(None))
    session.execute(now_ended.values(ended_at=now))


def receipt_number(enrolment_id: UUID) -> str:
    """Return the number on the receipt: the enrolment's, in groups that can be read aloud."""
    digits = enrolment_id.hex.upper()
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def read_receipt(number: str) -> UUID:
    """Return whose receipt this is.

    :raises ValueError: if it is no receipt's number.
    """
    return UUID(hex="".join(number.split()).replace("-", ""))


def is_here(session: Session, keys: KeyStore, enrolment_id: UUID) -> bool:
    """Tell whether there is anything to forget: the enrolment's rows, or its key alone."""
    return session.get(Enrolment, enrolment_id) is not None or bool(keys.keys([enrolment_id]))


def is_long_gone(here_at: datetime, now: datetime) -> bool:
    """Tell whether a patient who comes back is asked what is to become of what lies here."""
    return now - here_at >= ASKED_AFTER


def gone_quiet(session: Session, now: datetime) -> Sequence[UUID]:
    """Return some of the enrolments whose patients have not logged in for thirteen months, oldest first."""
    question = select(Enrolment.id).where(_is_quiet(now))
    return session.scalars(question.order_by(Enrolment.here_at).limit(AT_ONCE)).all()


def left_behind(session: Session, keys: KeyStore) -> Iterator[list[UUID]]:
    """Return enrolments that are still here though their key was destroyed: cut off halfway, or restored."""
    after = UUID(int=0)
    question = select(Enrolment.id).order_by(Enrolment.id).limit(AT_ONCE)
    while some := session.scalars(question.where(Enrolment.id > after)).all():
        after = some[-1]
        if gone := keys.destroyed(some):
            yield list(gone)


def unused(now: datetime) -> ColumnElement[bool]:
    """Tell of which invitations nobody has made use for thirty days: those are forgotten."""
    return Invitation.redeemed_at.is_(None) & (_given_at() <= now - UNUSED_FOR)


def forget_unused(session: Session, keys: KeyStore, now: datetime) -> int:
    """Forget what was noted on sheets that nobody has used for thirty days; return on how many.

    That a sheet was given stays, without a word about whom, as long as it is counted.
    """
    forgotten, after = 0, UUID(int=0)
    question = (
        select(Invitation.enrolment_id).where(unused(now)).order_by(Invitation.enrolment_id).limit(AT_ONCE)
    )
    while some := session.scalars(question.where(Invitation.enrolment_id > after)).all():
        after = some[-1]
        known = set(keys.keys(some))
        for enrolment_id in known:
            keys.destroy(enrolment_id)
        session.execute(_stripped(Invitation.enrolment_id.in_(known)))
        forgotten += len(known)
    return forgotten


def forget_invitations(session: Session, now: datetime) -> int:
    """Remove the invitations of whom nothing is here any more; return how many.

    That is thirteen months after the patient ended, so that the doctor sees it; of a sheet that nobody used,
    thirteen months after it was given.
    """
    nobody = Invitation.redeemed_at.is_(None) | ENDED
    since = func.coalesce(Invitation.ended_at, _given_at())
    old = session.scalars(select(Invitation.id).where(nobody, since <= now - ERASED_AFTER)).all()
    session.execute(delete(Invitation).where(Invitation.id.in_(old)))
    return len(old)


def _is_quiet(now: datetime) -> ColumnElement[bool]:
    return Enrolment.here_at <= now - ERASED_AFTER


def _given_at() -> ColumnElement[datetime]:
    return func.coalesce(Invitation.renewed_at, Invitation.created_at)


def _stripped(which: ColumnElement[bool]) -> Update:
    """Take from invitations what a doctor noted there."""
    nothing = dict.fromkeys(("note", "office_number", "talked_about", "first_appointment"))
    return update(Invitation).where(which).values(nothing)
