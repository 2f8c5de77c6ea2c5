"""Pace and order: what comes when, as advice. Nothing here is a lock; days and weeks are the content's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.progress import Position, is_finished, next_position, position_in, progress_of
from selfhelp.content.model import Module, Programme
from selfhelp.records.course import Enrolment, Progress

MONTHS_A_YEAR = 12
Rows = Mapping[str, Progress]


@dataclass(frozen=True, slots=True)
class LookBack:
    """One booster: the day from which it is offered, and the day it was done."""

    week: int
    day: date
    done: date | None


@dataclass(frozen=True, slots=True)
class Jump:
    """A module begun before its turn because patient and doctor agreed to: their numbers, and the day."""

    number: int
    on: date
    before: int


@dataclass(frozen=True, slots=True)
class Pace:
    """What comes now, the day until which it can wait, and the day until which the place stays at least."""

    position: Position | None
    waits_until: date | None
    stays_until: date | None


def pace_of(session: Session, mine: Mine, now: datetime) -> Pace:
    """Load the pace in two statements."""
    started_at = session.get_one(Enrolment, mine.enrolment_id).started_at
    return pace(mine.programme, progress_of(session, mine), started_at, day_of(now))


def pace(programme: Programme, progress: Rows, started_at: datetime, today: date) -> Pace:
    """Return the pace of a patient who began then."""
    position = position_now(programme, progress, started_at, today)
    waits = waits_until(programme, progress, position, today)
    return Pace(position, waits, stays_until(programme, started_at))


def position_now(programme: Programme, progress: Rows, started_at: datetime, today: date) -> Position | None:
    """Return what comes now: the regular modules, and then the newest booster whose week has come."""
    if position := next_position(programme, progress):
        return position
    days = days_of(programme, started_at)
    come = [module for module in programme.boosters.values() if days[module.id] <= today]
    # One that was never made is let go when the next one's week has come.
    if come and not is_finished(progress.get(come[-1].id)):
        return position_in(come[-1], progress.get(come[-1].id))
    return None


def days_of(programme: Programme, started_at: datetime) -> dict[str, date]:
    """Return the day from which each booster is offered."""
    start = day_of(started_at)
    return {name: start + timedelta(weeks=module.week) for name, module in programme.boosters.items()}


def look_backs(programme: Programme, progress: Rows, started_at: datetime) -> tuple[LookBack, ...]:
    """Return the boosters with their days; none until every regular module is done."""
    if not all(is_finished(progress.get(name)) for name in programme.regular):
        return ()
    days = days_of(programme, started_at)
    done = {name: row.finished_at for name, row in progress.items() if row.finished_at}
    return tuple(
        LookBack(module.week, days[name], day_of(done[name]) if name in done else None)
        for name, module in programme.boosters.items()
    )


def waits_until(programme: Programme, progress: Rows, position: Position | None, today: date) -> date | None:
    """Return the day until which the next module can wait; None when it has been begun or the day has come.

    The days run from the end of the module finished last, to leave the practice its time.
    """
    if position is None or position.started or position.module.week:
        return None
    ends = [row.finished_at for row in progress.values() if row.finished_at]
    day = day_of(max(ends)) + timedelta(days=programme.spacing) if ends else today
    return day if day > today else None


def stays_until(programme: Programme, started_at: datetime) -> date | None:
    """Return the day until which the patient's place stays at least; None where the author does not say."""
    return months_after(day_of(started_at), programme.access) if programme.access else None


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    following = date(day.year + years + (month + 1) // MONTHS_A_YEAR, (month + 1) % MONTHS_A_YEAR + 1, 1)
    last = following - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def comes_first(programme: Programme, progress: Rows, module: Module) -> Module | None:
    """Return the module to do before this one: one it requires, else the first one left; None for none.

    A module that has been begun is in its turn: nobody is asked again.
    """
    if module.week or module.id in progress:
        return None
    required = [programme.modules[name] for name in module.requires if name in programme.modules]
    left = [one for one in (*required, *_before(programme, module)) if not is_finished(progress.get(one.id))]
    return left[0] if left else None


def jumps(programme: Programme, progress: Rows) -> Iterator[Jump]:
    """Yield what patient and doctor agreed to begin before its turn, in the programme's order."""
    for module in programme.regular.values():
        row = progress.get(module.id)
        if row is None or row.agreed_at is None:
            continue
        for one in _before(programme, module):
            earlier = progress.get(one.id)
            if earlier is None or earlier.finished_at is None or earlier.finished_at > row.agreed_at:
                number = programme.module_number
                yield Jump(number(module.id), day_of(row.agreed_at), number(one.id))
                break


def _before(programme: Programme, module: Module) -> list[Module]:
    return list(programme.regular.values())[: programme.module_number(module.id) - 1]
