"""Who a change of the content would meet: how many are in the middle of a module, and where. No names."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.care.progress import GoOn
from selfhelp.records.course import Entry, Progress


@dataclass(frozen=True, slots=True)
class Midway:
    """Patients by module and the step they stand on, and patients with entries by tool."""

    steps: dict[str, Counter[str]] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)


def midway(session: Session) -> Midway:
    """Count who has begun a module and has not ended it, and who has used a tool."""
    found = Midway()
    begun = session.execute(
        select(Progress.module, Progress.last_step, func.count())
        .where(Progress.finished_at.is_(None))
        .group_by(Progress.module, Progress.last_step)
    )
    for module, last_step, number in begun:
        found.steps.setdefault(module, Counter())[GoOn.read(last_step).step] += number
    patients = func.count(func.distinct(Entry.enrolment_id))
    found.entries.update(
        (tool, number) for tool, number in session.execute(select(Entry.tool, patients).group_by(Entry.tool))
    )
    return found
