"""The access log: writing a look down, in a chain that shows whether someone has changed it.

Each row carries the hash of the row before, under a key that is not in the database. Changed, removed
and swapped rows show by themselves. Rows cut off at the end do not: for that, `newest` is printed
elsewhere from time to time, and `care.log_check` told what it was.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of, start_of
from selfhelp.records.log import BEFORE_THE_FIRST, FIRST_SEQ, AccessLog, LogFacts, row_hash

SEALED_BY = "access log"  # what the root key derives the log's own key for
ROWS_AT_ONCE = 1000
PAGES = ("follow-up", "record-note", "print", "pdf")  # what is looked at when the page itself is


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row, as it is noted outside the database."""

    seq: int
    hash: bytes

    def __str__(self) -> str:
        """Return the head as it is noted: its number, a colon, its hash in hexadecimal."""
        return f"{self.seq}:{self.hash.hex()}"

    @classmethod
    def read(cls, noted: str) -> Self:
        """Read a head as it was noted.

        :raises ValueError: if it is none.
        """
        seq, _, digits = noted.strip().partition(":")
        head = cls(int(seq), bytes.fromhex(digits))
        if head.seq < FIRST_SEQ or len(head.hash) != len(BEFORE_THE_FIRST):
            raise ValueError("A head has a number from one on, and a hash of 32 bytes.")
        return head


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, at what, why and when: the same for everyone looked at in one go."""

    actor_id: UUID | None
    actor: str
    what: str
    why: str
    at: datetime


def append(  # a row of the log has this many facts
    session: Session,
    key: bytes,
    *,
    actor_id: UUID | None,
    actor: str,
    enrolment_id: UUID,
    what: str,
    why: str,
    now: datetime,
) -> AccessLog:
    """Add one look to the log. Commit it before what was looked at is sent.

    The session must be one that may write: its transaction is the lock that keeps rows in one chain.
    """
    _wait_for_turn(session)
    [row] = _chained(session, key, Look(actor_id, actor, what, why, now), [enrolment_id])
    return row


def append_daily(
    session: Session, key: bytes, *, look: Look, enrolment_ids: Iterable[UUID]
) -> list[AccessLog]:
    """Add this look at each of these patients who has none like it today. Otherwise like `append`."""
    _wait_for_turn(session)  # so that two at once do not both find nothing
    due = not_yet_today(session, look=look, enrolment_ids=enrolment_ids)
    return _chained(session, key, look, due)


def not_yet_today(session: Session, *, look: Look, enrolment_ids: Iterable[UUID]) -> list[UUID]:
    """Return those of these patients at whom this person has not looked in this way today."""
    asked, today = list(enrolment_ids), day_of(look.at)
    # Both ends of the day: a row from a clock that ran ahead must not stand for all the days until then.
    question = select(AccessLog.enrolment_id).where(
        AccessLog.enrolment_id.in_(asked),
        AccessLog.at >= start_of(today),
        AccessLog.at < start_of(today + timedelta(days=1)),
        AccessLog.actor_id == look.actor_id,
        AccessLog.what == look.what,
    )
    noted = set(session.scalars(question))
    return [one for one in asked if one not in noted]


def last_look(session: Session, *, actor_id: UUID, enrolment_id: UUID, before: datetime) -> datetime | None:
    """Return when this person last looked at this patient's page itself, before a moment; None for never."""
    return session.scalar(
        select(func.max(AccessLog.at)).where(
            AccessLog.enrolment_id == enrolment_id,
            AccessLog.at < before,
            AccessLog.actor_id == actor_id,
            AccessLog.what.in_(PAGES),
        )
    )


def newest(session: Session) -> Head | None:
    """Return the newest row's number and hash, to be noted outside the database."""
    question = select(AccessLog.seq, AccessLog.hash).order_by(AccessLog.seq.desc()).limit(1)
    row = session.execute(question).one_or_none()
    return None if row is None else Head(seq=row.seq, hash=row.hash)


def _chained(session: Session, key: bytes, look: Look, enrolment_ids: Iterable[UUID]) -> list[AccessLog]:
    """Add the rows in this order, each sealed to the one before, as one statement."""
    last = newest(session)
    previous = last.hash if last else BEFORE_THE_FIRST
    rows = []
    for seq, enrolment_id in enumerate(enrolment_ids, last.seq + 1 if last else FIRST_SEQ):
        facts = LogFacts(seq=seq, enrolment_id=enrolment_id, **asdict(look))
        sealed = row_hash(key, previous=previous, facts=facts)
        rows.append(AccessLog(**asdict(facts), previous=previous, hash=sealed))
        previous = sealed
    session.add_all(rows)
    session.flush()
    return rows


def _wait_for_turn(session: Session) -> None:
    # On SQLite every writing transaction has waited already, see `records.database`.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE access_log IN SHARE ROW EXCLUSIVE MODE"))
