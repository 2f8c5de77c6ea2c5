"""How far a patient is, kept with every answer so that lists never read answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care.mine import Mine
from selfhelp.content.model import Module, Programme, Step
from selfhelp.records.course import Enrolment, Progress

LONG_AWAY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Position:
    """Where the patient goes on."""

    module: Module
    step: Step
    started: bool
    part: int = 1


@dataclass(frozen=True, slots=True)
class GoOn:
    """Where to go on in a module: a step, and its page where it has several. Kept as `how-are-you.2`."""

    step: str
    part: int = 1

    def __str__(self) -> str:
        """Return what is kept."""
        return f"{self.step}.{self.part}" if self.part > 1 else self.step

    @classmethod
    def read(cls, kept: str) -> "GoOn":
        """Read what is kept."""
        step, _, part = kept.partition(".")
        return cls(step, int(part) if part.isdigit() else 1)


def progress_of(session: Session, mine: Mine) -> dict[str, Progress]:
    """Return the patient's progress by module, in one statement."""
    rows = session.scalars(select(Progress).where(Progress.enrolment_id == mine.enrolment_id))
    return {row.module: row for row in rows}


def agree(session: Session, *, mine: Mine, module: Module, now: datetime) -> None:
    """Keep that patient and doctor have agreed to begin with this module; the first time counts."""
    row = session.get(Progress, (mine.enrolment_id, module.id))
    if row is None:
        row = _begun(session, mine, module, now)
        row.last_opened_at, row.last_step = now, module.steps[0].id
    row.agreed_at = row.agreed_at or now
    session.flush()


def step_on(
    session: Session, *, mine: Mine, module: Module, step: str, done: bool, go_on: GoOn, now: datetime
) -> Progress:
    """Note that the patient has been on a step: `done` when it was sent whole."""
    row = session.get(Progress, (mine.enrolment_id, module.id))
    if row is None:
        row = _begun(session, mine, module, now)
    row.last_opened_at, row.last_step = now, str(go_on)
    row.edition = module.edition  # of the same structure as long as the module is not done
    if done and step not in row.done:
        row.done = [*row.done, step]
    if row.finished_at is None and {one.id for one in module.steps} <= set(row.done):
        row.finished_at = now
        session.flush()
        _finish(session, mine, now)
    session.flush()
    return row


def _begun(session: Session, mine: Mine, module: Module, now: datetime) -> Progress:
    began_with = module.edition
    row = Progress(
        enrolment_id=mine.enrolment_id, module=module.id, edition=began_with, opened_at=now, done=[]
    )
    session.add(row)
    return row


def opened(session: Session, enrolment_id: UUID, now: datetime) -> None:
    """Note that the patient was here, in the module last worked in. Nothing where none has been begun.

    Coming back after a long time is kept apart, as logging in would hide it from the page that greets.
    """
    newest = (
        select(Progress)
        .where(Progress.enrolment_id == enrolment_id)
        .order_by(Progress.last_opened_at.desc())
        .limit(1)
    )
    if row := session.scalar(newest):
        if now - row.last_opened_at > LONG_AWAY:
            row.returned_at = now
        row.last_opened_at = now


def is_long_away(progress: Mapping[str, Progress], now: datetime) -> bool:
    """Tell whether the patient has been away for long, and has done nothing yet since coming back."""
    row = max(progress.values(), key=lambda one: one.last_opened_at, default=None)
    return row is not None and (row.returned_at == row.last_opened_at or now - row.last_opened_at > LONG_AWAY)


def _finish(session: Session, mine: Mine, now: datetime) -> None:
    """Note that the whole programme is done, when the last of its modules is."""
    done = {name for name, row in progress_of(session, mine).items() if row.finished_at}
    enrolment = session.get_one(Enrolment, mine.enrolment_id)
    if enrolment.finished_at is None and done >= mine.programme.regular.keys():
        enrolment.finished_at = now


def next_position(programme: Programme, progress: Mapping[str, Progress]) -> Position | None:
    """Return the exact step to go on with; None when every regular module is finished.

    Begun modules come first, the one last worked in before the others: patient and doctor may have agreed on
    another order than the programme's.
    """
    left = [module for module in programme.regular.values() if not is_finished(progress.get(module.id))]
    begun = [(progress[module.id], module) for module in left if module.id in progress]
    if begun:
        row, module = max(begun, key=lambda one: one[0].last_opened_at)
        return position_in(module, row)
    return position_in(left[0], None) if left else None


def is_finished(row: Progress | None) -> bool:
    """Tell whether a module is done; without a row it has not been begun."""
    return row is not None and row.finished_at is not None


def position_in(module: Module, row: Progress | None) -> Position:
    """Return where the patient goes on in a module."""
    if row is None:
        return Position(module, module.steps[0], started=False)
    on = GoOn.read(row.last_step)
    step = module.step(on.step)
    # Having gone back to change something, or sent the last step with others left out, one goes on with what
    # is left.
    if step is None or step.id in row.done:
        return Position(module, _left_after(module, step, row.done), started=True)
    return Position(module, step, started=True, part=min(on.part, len(step.pages)))


def _left_after(module: Module, step: Step | None, done: Sequence[str]) -> Step:
    """Return the first step after this one that is not done; else the first of all that is left."""
    start = module.steps.index(step) if step else 0
    return next((one for one in module.steps[start:] if one.id not in done), first_left(module, done))


def first_left(module: Module, done: Iterable[str]) -> Step:
    """Return the first step not done; the last step when all are."""
    sent = set(done)
    return next((step for step in module.steps if step.id not in sent), module.steps[-1])
