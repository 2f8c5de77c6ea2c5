"""Entries a patient has removed: for half an hour they come back whole, then they are gone for good.

Meanwhile they are sealed as they were and stand nowhere: every question about entries leaves them out
(`entries.standing`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from selfhelp.care import entries
from selfhelp.care.mine import Mine
from selfhelp.records.course import Entry

UNDO_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Removed:
    """What may be known of a removed entry: which it is, of which tool, when it was made. No word of it."""

    id: UUID
    tool: str
    made_at: datetime


def remove(session: Session, *, mine: Mine, wanted: UUID, now: datetime) -> None:
    """Remove one entry, so that it can be brought back for a while. It may be gone already."""
    forget_removed(session, now)
    one = entries.standing(mine) & (Entry.id == wanted)
    session.execute(update(Entry).where(one).values(removed_at=now))


def bring_back(session: Session, *, mine: Mine, wanted: UUID, now: datetime) -> bool:
    """Bring a removed entry back as it was; tell whether it stands now. False when it is gone for good."""
    forget_removed(session, now)
    one = (Entry.enrolment_id == mine.enrolment_id) & (Entry.id == wanted)
    session.execute(update(Entry).where(one).values(removed_at=None))
    return session.scalar(select(Entry.id).where(one)) is not None


def can_be_undone(session: Session, mine: Mine, now: datetime) -> tuple[Removed, ...]:
    """Return what the patient can still bring back, what was removed last first."""
    rows = session.execute(
        select(Entry.id, Entry.tool, Entry.made_at)
        .where(Entry.enrolment_id == mine.enrolment_id, Entry.removed_at > now - UNDO_FOR)
        .order_by(Entry.removed_at.desc())
    )
    return tuple(Removed(*row) for row in rows)


def forget_removed(session: Session, now: datetime) -> None:
    """Delete for good what can no longer be undone, of all patients: nobody needs to come back for it."""
    session.execute(delete(Entry).where(Entry.removed_at <= now - UNDO_FOR))
