"""Finding out whether someone has changed the access log: the first row that is wrong, and how.

Every row is sealed to the one before by an HMAC whose key is not in the database. So whoever may write in
the database, but has not the keys, can neither add a row nor seal the rest of the chain anew.
"""

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.care.access_log import ROWS_AT_ONCE, Head
from selfhelp.records.log import BEFORE_THE_FIRST, FIRST_SEQ, AccessLog, row_hash

# What SQLite gives back where somebody wrote a word in place of a moment, or a number in place of a hash.
UNREADABLE = (ValueError, TypeError, AttributeError)
Wrong = Literal["changed", "deleted", "moved", "cut off", "written anew"]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row that is not as it was written, and what is wrong with it."""

    seq: int
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many rows follow on each other unbroken from the first, up to which, and what breaks the chain."""

    rows: int
    head: Head | None
    fault: Fault | None


def rows_in(session: Session) -> int:
    """Return how many rows the log has."""
    return session.scalar(select(func.count()).select_from(AccessLog)) or 0


def verify(
    session: Session, key: bytes, *, head: Head | None = None, step: Callable[[int], object] | None = None
) -> Verdict:
    """Walk the whole log from the first row, and stop at the first that is wrong.

    With `head`, as noted outside the database earlier, rows cut off at the end are found too. `step` is told
    of each sound row.
    """
    found = Verdict(0, None, None)
    for row in _rows(session):
        due, previous = found.rows + FIRST_SEQ, found.head.hash if found.head else BEFORE_THE_FIRST
        if row is None or row.seq < due:
            return replace(found, fault=Fault(row.seq if row else due, "changed"))
        if not (row.seq == due and row.previous == previous and _fits(row, key, due, previous)):
            return replace(found, fault=Fault(due, _what_is_wrong(session, key, row, due, previous)))
        if head is not None and head.seq == due and not hmac.compare_digest(head.hash, row.hash):
            return replace(found, fault=Fault(due, "written anew"))
        found = Verdict(due, Head(due, row.hash), None)
        if step:
            step(1)
    due = found.rows + FIRST_SEQ
    return replace(found, fault=Fault(due, "cut off")) if head is not None and head.seq >= due else found


def _rows(session: Session) -> Iterator[AccessLog | None]:
    """Give the rows by number; None in place of the first that cannot even be read, and no more then."""
    seen = None
    for at_once in (ROWS_AT_ONCE, 1):  # where many at once cannot be read, it shows one by one which it is
        question = select(AccessLog).order_by(AccessLog.seq)
        question = question.execution_options(yield_per=at_once, populate_existing=True)
        try:
            with session.scalars(question if seen is None else question.where(AccessLog.seq > seen)) as rows:
                for row in rows:
                    yield row
                    seen = row.seq
        except UNREADABLE:
            continue
        return
    yield None


def _what_is_wrong(session: Session, key: bytes, row: AccessLog, due: int, previous: bytes) -> Wrong:
    """Return what happened to the row that should stand here, where `row` stands now or comes next."""
    if row.seq == due and row.previous == previous:
        return "changed"
    if _stands_elsewhere(session, key, due, previous):
        return "moved"
    if row.seq != due:
        return "deleted"
    # Where a later row has moved up into its place, the row itself is gone.
    last = session.scalar(select(func.max(AccessLog.seq))) or due
    later = range(due + 1, last + ROWS_AT_ONCE)
    return "deleted" if any(_fits(row, key, seq, row.previous) for seq in later) else "changed"


def _stands_elsewhere(session: Session, key: bytes, due: int, previous: bytes) -> bool:
    """Tell whether the row that should have this number has another one now."""
    behind = select(AccessLog).where(AccessLog.previous == previous, AccessLog.seq != due)
    try:
        return any(_fits(row, key, due, previous) for row in session.scalars(behind))
    except UNREADABLE:
        return False


def _fits(row: AccessLog, key: bytes, seq: int, previous: bytes) -> bool:
    """Tell whether this row was sealed as this number, behind this hash."""
    try:
        wanted = row_hash(key, previous=previous, facts=replace(row.facts, seq=seq))
        return hmac.compare_digest(row.hash, wanted)
    except UNREADABLE:
        return False
