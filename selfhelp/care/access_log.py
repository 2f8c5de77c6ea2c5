"""The access log: writing a look down, and finding out whether someone has changed the log.

Each row carries the hash of the row before, under a key that is not in the database. Changed, removed
and swapped rows show by themselves. Rows cut off at the end do not: for that, `newest` is printed
elsewhere from time to time, and `verify` told what it was.
"""

import hmac
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from selfhelp.records.log import BEFORE_THE_FIRST, FIRST_SEQ, AccessLog, LogFacts, row_hash

ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row, as it is noted outside the database."""

    seq: int
    hash: bytes


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
    last = newest(session)
    facts = LogFacts(
        seq=last.seq + 1 if last else FIRST_SEQ,
        at=now,
        actor_id=actor_id,
        actor=actor,
        enrolment_id=enrolment_id,
        what=what,
        why=why,
    )
    previous = last.hash if last else BEFORE_THE_FIRST
    row = AccessLog(**asdict(facts), previous=previous, hash=row_hash(key, previous=previous, facts=facts))
    session.add(row)
    session.flush()
    return row


def newest(session: Session) -> Head | None:
    """Return the newest row's number and hash, to be noted outside the database."""
    question = select(AccessLog.seq, AccessLog.hash).order_by(AccessLog.seq.desc()).limit(1)
    row = session.execute(question).one_or_none()
    return None if row is None else Head(seq=row.seq, hash=row.hash)


def verify(session: Session, key: bytes, *, head: Head | None = None) -> int | None:
    """Return the number of the first row that is changed, missing or out of place; None if all is well.

    With `head`, as noted earlier, rows cut off at the end are found too.
    """
    previous, due = BEFORE_THE_FIRST, FIRST_SEQ
    question = select(AccessLog).order_by(AccessLog.seq)
    question = question.execution_options(yield_per=ROWS_AT_ONCE, populate_existing=True)
    for row in session.scalars(question):
        if row.seq != due or not _follows(row, key, previous):
            return due
        if head is not None and head.seq == due and head.hash != row.hash:
            return due
        previous, due = row.hash, due + 1
    return due if head is not None and head.seq >= due else None


def _follows(row: AccessLog, key: bytes, previous: bytes) -> bool:
    wanted = row_hash(key, previous=previous, facts=row.facts)
    return row.previous == previous and hmac.compare_digest(row.hash, wanted)


def _wait_for_turn(session: Session) -> None:
    # On SQLite every writing transaction has waited already, see `records.database`.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE access_log IN SHARE ROW EXCLUSIVE MODE"))
