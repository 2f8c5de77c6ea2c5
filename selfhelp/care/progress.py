"""How far a patient is, kept with every answer so that lists never read answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care.mine import Mine
from selfhelp.content.model import Module, Programme, Step
from selfhelp.records.course import Progress


@dataclass(frozen=True, slots=True)
class Position:
    """Where the patient goes on."""

    module: Module
    step: Step
    started: bool


def progress_of(session: Session, mine: Mine) -> dict[str, Progress]:
    """Return the patient's progress by module, in one statement."""
    rows = session.scalars(select(Progress).where(Progress.enrolment_id == mine.enrolment_id))
    return {row.module: row for row in rows}


def step_on(
    session: Session, *, mine: Mine, module: Module, step: str, done: bool, last_step: str, now: datetime
) -> Progress:
    """Note that the patient has been on a step: `done` when it was sent, `last_step` is where to go on."""
    row = session.get(Progress, (mine.enrolment_id, module.id))
    if row is None:
        row = Progress(enrolment_id=mine.enrolment_id, module=module.id, opened_at=now, done=[])
        session.add(row)
    row.last_opened_at, row.last_step = now, last_step
    if done and step not in row.done:
        row.done = [*row.done, step]
    if row.finished_at is None and {one.id for one in module.steps} <= set(row.done):
        row.finished_at = now
    session.flush()
    return row


def next_position(programme: Programme, progress: Mapping[str, Progress]) -> Position | None:
    """Return the exact step to go on with; None when every module is finished."""
    for module in programme.modules.values():
        row = progress.get(module.id)
        if row is None:
            return Position(module, module.steps[0], started=False)
        if row.finished_at is None:
            return Position(module, module.step(row.last_step) or first_left(module, row.done), started=True)
    return None


def first_left(module: Module, done: Iterable[str]) -> Step:
    """Return the first step not done; the last step when all are."""
    sent = set(done)
    return next((step for step in module.steps if step.id not in sent), module.steps[-1])
