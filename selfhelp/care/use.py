"""How much the programme is used, month by month, in figures from which nobody can be read out.

A figure is shown as the step of five it lies in, 10 to 14 or 15 to 19, and none is told apart from 1 to 4: it
is `<5`. Whatever is added or subtracted, what comes out is a range too, never somebody. And only months
that are over are shown, so that nobody can watch one figure go up. The reasons stand in
docs/decisions/0015-use-without-persons.md.

Nothing here opens what patients wrote: all is counted by the database from dates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from selfhelp.care.appointments import took_place
from selfhelp.care.days import day_of, start_of
from selfhelp.content.model import Programme
from selfhelp.exercises.words import Message
from selfhelp.records.course import Appointment, Card, Enrolment, Progress
from selfhelp.records.people import Invitation

STEP = 5
MONTHS = 12
COUNTED_MODULES = (1, 3, 5)  # by their place in the programme
Name = Literal["invited", "started", "module-1", "module-3", "module-5", "held", "with-card"]
Counts = Mapping[int, int]  # by the month's number, 0 for the oldest


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, to the next five below: 0 stands for 0 to 4, 15 for 15 to 19."""

    at_least: int

    @property
    def is_shown(self) -> bool:
        """Tell whether it says more than that there were few, or none."""
        return self.at_least > 0

    def __str__(self) -> str:
        """Return the figure as it is shown."""
        return f"{self.at_least}–{self.at_least + STEP - 1}" if self.is_shown else f"<{STEP}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted, with a figure for each month."""

    name: Name
    title: Message
    figures: tuple[Figure, ...]

    @property
    def at_least(self) -> int:
        """Return the sum of what is shown, which tells no more than the figures do."""
        return sum(figure.at_least for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Use:
    """The months, each by its first day, the oldest first, and what was counted in them."""

    months: tuple[date, ...]
    measures: tuple[Measure, ...]


def use(session: Session, *, programme: Programme, now: datetime) -> Use:
    """Count the last twelve months that are over; four statements, however many people there are.

    Modules are counted by their place. Of a place that the programme does not have yet, nothing is said.
    """
    *months, end = _months(day_of(now))
    edges = [*months, end]
    held, with_card = _follow_ups(session, edges)
    modules = dict(enumerate(programme.regular, 1))
    done = _modules_done(session, edges)
    counted: list[tuple[Name, Message, Counts]] = [
        ("invited", Message("Invited"), _invited(session, edges)),
        ("started", Message("Started"), _started(session, edges)),
        ("module-1", Message("Module 1 done"), done.get(modules.get(1, ""), {})),
        ("module-3", Message("Module 3 done"), done.get(modules.get(3, ""), {})),
        ("module-5", Message("Module 5 done"), done.get(modules.get(5, ""), {})),
        ("held", Message("Follow-ups held"), held),
        ("with-card", Message("Held with a card"), with_card),
    ]
    there = {f"module-{number}" for number in COUNTED_MODULES if number in modules}
    return Use(
        tuple(months),
        tuple(
            Measure(name, title, tuple(shown(counts.get(number, 0)) for number in range(len(months))))
            for name, title, counts in counted
            if name in there or not name.startswith("module-")
        ),
    )


def shown(count: int) -> Figure:
    """Return what may be told of a count."""
    return Figure(count // STEP * STEP)


def _months(today: date) -> list[date]:
    """Return the first days of the last twelve months that are over, and of the one that runs now."""
    first = today.year * 12 + today.month - 1 - MONTHS
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + MONTHS + 1)]


def _invited(session: Session, edges: Sequence[date]) -> Counts:
    return _counts(session, _by_month(Invitation.created_at, edges).where(Invitation.withdrawn_at.is_(None)))


def _started(session: Session, edges: Sequence[date]) -> Counts:
    return _counts(session, _by_month(Enrolment.started_at, edges))


def _modules_done(session: Session, edges: Sequence[date]) -> Mapping[str, Counts]:
    """Return who finished which module."""
    found: dict[str, dict[int, int]] = {}
    question = _by_month(Progress.finished_at, edges).add_columns(Progress.module).group_by(Progress.module)
    for month, count, module in session.execute(question):
        found.setdefault(module, {})[month] = count
    return found


def _follow_ups(session: Session, edges: Sequence[date]) -> tuple[Counts, Counts]:
    """Return how many appointments took place, and for how many the patient had a card for the doctor."""
    month = _month_of(Appointment.date, edges)
    question = (
        select(month, func.count(), func.count(Card.id))
        .outerjoin(Card, (Card.appointment_id == Appointment.id) & Card.shared)
        .where(Appointment.date >= edges[0], Appointment.date < edges[-1])
        .where(took_place(edges[0], edges[-1]))
        .group_by(month)
    )
    rows = session.execute(question).all()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def _by_month(when: InstrumentedAttribute[Any], edges: Sequence[date]) -> Select[int, int]:
    """Ask how many moments lie in each month."""
    month = _month_of(when, [start_of(edge) for edge in edges])
    return (
        select(month, func.count())
        .where(when >= start_of(edges[0]), when < start_of(edges[-1]))
        .group_by(month)
    )


def _month_of(when: InstrumentedAttribute[Any], edges: Sequence[date]) -> ColumnElement[int]:
    """Return a month's number as the database finds it out."""
    return case(*((when < edge, number) for number, edge in enumerate(edges[1:])))


def _counts(session: Session, question: Select[int, int]) -> Counts:
    return {month: count for month, count in session.execute(question)}  # noqa: C416  # rows are no pairs
