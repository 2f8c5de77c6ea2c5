"""Readings: filled-in PHQ-9 and GAD-7, and how they change.

Change labels after Löwe et al. 2004 (a fall of 5 on PHQ-9 is the minimal important difference) and
Toussaint et al. 2020 (4 on GAD-7); the thresholds stand in the instruments' own files. Sums with missing
items get no label.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care.mine import Mine
from selfhelp.content.model import Programme
from selfhelp.exercises.exercise import GpLevel
from selfhelp.exercises.instrument import Instrument, Questionnaire, Score
from selfhelp.exercises.words import Json
from selfhelp.records.course import Reading
from selfhelp.records.encryption import row_place

SOMEWHAT = 2  # a change of 2 up to the threshold is "somewhat"; 1 is "about the same"
Change = Literal["much-better", "somewhat-better", "same", "somewhat-worse", "worse", ""]


@dataclass(frozen=True, slots=True)
class Taken:
    """One reading, opened. `level` is what the author let the doctor get of it when it was begun."""

    id: UUID
    of: Questionnaire
    taken_at: datetime
    finished: bool
    items: dict[str, int | str]
    score: Score
    difficulty: int | None = None
    level: GpLevel = "trend"


def readings_of(session: Session, mine: Mine) -> dict[str, list[Taken]]:
    """Return every reading by instrument, the oldest first, in one statement."""
    rows = session.scalars(
        select(Reading).where(Reading.enrolment_id == mine.enrolment_id).order_by(Reading.taken_at)
    )
    found: dict[str, list[Taken]] = {instrument: [] for instrument in mine.programme.instruments}
    for row in rows:
        value = mine.key.open_json(row.value, bound_to=_place(mine, row))
        questionnaire = mine.programme.instruments[row.instrument]
        found[row.instrument].append(
            Taken(
                row.id,
                questionnaire,
                row.taken_at,
                row.finished,
                value["items"],
                questionnaire.score(value["items"]),
                value.get("difficulty"),
                value["level"],
            )
        )
    return found


def save_reading(
    session: Session, *, mine: Mine, place: str, exercise: Instrument, value: Json, now: datetime
) -> None:
    """Keep what is filled in so far. The date is that of the day it was finished, and stays."""
    wanted = uuid5(mine.enrolment_id, place)
    row = session.get(Reading, (mine.enrolment_id, wanted))
    if value is None:
        if row is not None:
            session.delete(row)
        return
    level = exercise.gp if row is None else mine.key.open_json(row.value, bound_to=_place(mine, row))["level"]
    if row is None:
        row = Reading(
            enrolment_id=mine.enrolment_id,
            id=wanted,
            instrument=exercise.instrument_id,
            taken_at=now,
            finished=False,
        )
        session.add(row)
    if not row.finished:
        row.taken_at, row.finished = now, exercise.is_complete(value)
    row.value = mine.key.seal_json({**value, "level": level}, bound_to=_place(mine, row))
    session.flush()


def closed_to_gp(programme: Programme, enrolment_id: UUID) -> frozenset[UUID]:
    """Return the ids of the readings that the author keeps from the doctor now."""
    return frozenset(
        uuid5(enrolment_id, f"{module.id}/{exercise.id}")
        for module in programme.modules.values()
        for exercise in module.exercises
        if isinstance(exercise, Instrument) and exercise.gp == "nothing"
    )


def for_gp(mine: Mine, found: Mapping[str, list[Taken]]) -> dict[str, list[Taken]]:
    """Return the readings the doctor may see: open when they were begun, and open now."""
    closed = closed_to_gp(mine.programme, mine.enrolment_id)
    return {
        name: [one for one in taken if one.level == "trend" and one.id not in closed]
        for name, taken in found.items()
    }


def change(of: Questionnaire, earlier: Score, later: Score) -> Change:
    """Return the label for the way from one score to another; "" where a missing item forbids comparing."""
    if earlier.sum is None or later.sum is None or not (earlier.is_exact and later.is_exact):
        return ""
    difference = later.sum - earlier.sum
    if abs(difference) < SOMEWHAT:
        return "same"
    if abs(difference) < of.change:
        return "somewhat-better" if difference < 0 else "somewhat-worse"
    return "much-better" if difference < 0 else "worse"


def is_worse(of: Questionnaire, readings: Sequence[Taken]) -> bool:
    """Tell whether the newest reading rose by the threshold from the first or the last, or is severe now.

    Partial sums count with the upper bound of their possible range, so that a gap never hides a rise.
    """
    if len(readings) < 2:  # noqa: PLR2004
        return False
    first, last, now = readings[0].score, readings[-2].score, readings[-1].score
    risen = any(now.high - earlier.high >= of.change for earlier in (first, last))
    return risen or (of.severe_from is not None and last.high < of.severe_from <= now.high)


def _place(mine: Mine, row: Reading) -> str:
    return row_place("reading", mine.enrolment_id, str(row.id), "value")
