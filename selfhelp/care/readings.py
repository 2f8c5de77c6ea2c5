"""Readings: filled-in PHQ-9 and GAD-7, and how they change.

Change labels after Löwe et al. 2004 (a fall of 5 on PHQ-9 is the minimal important difference) and
Toussaint et al. 2020 (4 on GAD-7); the thresholds stand in the instruments' own files. Sums with missing
items get no label.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.content.model import Programme
from selfhelp.exercises.exercise import GpLevel
from selfhelp.exercises.instrument import Instrument, Questionnaire, Score
from selfhelp.exercises.words import Json, Saved
from selfhelp.records.course import Reading
from selfhelp.records.encryption import row_place

DANGER_STAYS = timedelta(days=14)  # how long the patient is reminded of whom to call
SOMEWHAT = 2  # a change of 2 up to the threshold is "somewhat"; 1 is "about the same"
Change = Literal["much-better", "somewhat-better", "same", "somewhat-worse", "worse", ""]


@dataclass(frozen=True, slots=True)
class Taken:
    """One reading, opened. `place` is the exercise it was made in.

    `level` is what the author let the doctor get of it when it was begun.
    """

    of: Questionnaire
    taken_at: datetime
    finished: bool
    items: dict[str, int | str]
    score: Score
    difficulty: int | None = None
    place: str = ""
    level: GpLevel = "trend"
    looks_back: bool = False  # made in a booster, after the end of the programme


@dataclass(frozen=True, slots=True)
class Scores:
    """One instrument's finished readings, the oldest first, and the label for the way from start to now."""

    of: Questionnaire
    taken: tuple[Taken, ...]
    change: Change

    @property
    def now(self) -> Taken:
        """Return the newest reading."""
        return self.taken[-1]

    @property
    def before(self) -> Taken | None:
        """Return the reading before the newest, where it is not also the first."""
        return self.taken[-2] if len(self.taken) > 2 else None  # noqa: PLR2004

    @property
    def start(self) -> Taken | None:
        """Return the first reading, where there is more than one."""
        return self.taken[0] if len(self.taken) > 1 else None

    @property
    def item9(self) -> int | None:
        """Return the newest answer to the safety item; None when it was not answered."""
        return self.now.score.safety


def readings_of(session: Session, mine: Mine) -> dict[str, list[Taken]]:
    """Return every reading by instrument, the oldest first, in one statement.

    One of an instrument that the programme has no longer stands in the patient's workbook alone.
    """
    known = Reading.instrument.in_(list(mine.programme.instruments))
    rows = session.scalars(
        select(Reading)
        .where(Reading.enrolment_id == mine.enrolment_id, known)
        .order_by(Reading.taken_at, Reading.finished.desc(), Reading.id)
    )
    found: dict[str, list[Taken]] = {instrument: [] for instrument in mine.programme.instruments}
    for row in rows:
        value = mine.key.open_json(row.value, bound_to=_place(mine, row))
        questionnaire = mine.programme.instruments[row.instrument]
        found[row.instrument].append(
            Taken(
                questionnaire,
                row.taken_at,
                row.finished,
                value["items"],
                questionnaire.score(value["items"]),
                value.get("difficulty"),
                value["place"],
                value["level"],
                looks_back=value["place"].split("/")[0] in mine.programme.boosters,
            )
        )
    return found


def save_reading(
    session: Session, *, mine: Mine, place: str, exercise: Instrument, value: Json, now: datetime
) -> None:
    """Keep what is filled in so far. The date is that of the day it was finished, and stays.

    What is changed on a later day is a reading of that day, and the first one stays as it was. An emptied
    form is forgotten, with all that was filled in there.
    """
    if value is None:
        _forget(session, mine, exercise, place)
        return
    first, today = (uuid5(mine.enrolment_id, name) for name in (place, f"{place}/{day_of(now)}"))
    row = session.get(Reading, (mine.enrolment_id, today)) or session.get(Reading, (mine.enrolment_id, first))
    wanted = first if row is None else row.id
    if row is not None and row.finished and day_of(row.taken_at) != day_of(now):
        row, wanted = None, today
    _write(session, mine, row, wanted, place=place, exercise=exercise, value=value, now=now)


def keep_danger(
    session: Session, *, mine: Mine, place: str, exercise: Instrument, answer: int, now: datetime
) -> None:
    """Keep the answer to the safety item from a window whose text waits beside what stands; 0 forgets it."""
    wanted = uuid5(mine.enrolment_id, f"{place}/other window")
    row = session.get(Reading, (mine.enrolment_id, wanted))
    if answer:
        value = {"items": {exercise.questionnaire.safety_item: answer}}
        _write(session, mine, row, wanted, place=place, exercise=exercise, value=value, now=now)
    elif row is not None:
        session.delete(row)


def _write(
    session: Session,
    mine: Mine,
    row: Reading | None,
    wanted: UUID,
    *,
    place: str,
    exercise: Instrument,
    value: Saved,
    now: datetime,
) -> None:
    level = exercise.gp
    if row is None:
        row = Reading(
            enrolment_id=mine.enrolment_id,
            id=wanted,
            instrument=exercise.instrument_id,
            taken_at=now,
            finished=False,
        )
        session.add(row)
    else:
        level = mine.key.open_json(row.value, bound_to=_place(mine, row))["level"]
    if not row.finished:
        row.taken_at, row.finished = now, exercise.is_complete(value)
    row.value = mine.key.seal_json({**value, "place": place, "level": level}, bound_to=_place(mine, row))
    session.flush()


def _forget(session: Session, mine: Mine, exercise: Instrument, place: str) -> None:
    rows = select(Reading).where(
        Reading.enrolment_id == mine.enrolment_id, Reading.instrument == exercise.instrument_id
    )
    for row in session.scalars(rows):
        if mine.key.open_json(row.value, bound_to=_place(mine, row))["place"] == place:
            session.delete(row)
    session.flush()


def in_danger(session: Session, mine: Mine, now: datetime) -> bool:
    """Tell whether a safety item was last answered with more than "not at all", and not long ago."""
    met = [
        [one for one in taken if one.score.safety is not None]
        for taken in readings_of(session, mine).values()
    ]
    return any(one[-1].score.safety and now - one[-1].taken_at < DANGER_STAYS for one in met if one)


def due_on(exercise: Instrument, place: str, taken: Iterable[Taken]) -> date | None:
    """Return the day a questionnaire is to be asked again; None where it has not been finished elsewhere.

    The questions are about the last two weeks, so PHQ-9 is asked again when 13 days have passed (Kroenke,
    Spitzer & Williams 2001 for the two weeks; the days are this programme's own rule, and stand in the
    block's `due`). They are calendar days in Norway, so the time of day does not matter. Readings made in
    this very exercise do not count: once begun, it stays.
    """
    newest = max((one.taken_at for one in taken if one.finished and one.place != place), default=None)
    return day_of(newest) + timedelta(days=exercise.due) if exercise.due and newest else None


def closed_to_gp(programme: Programme) -> frozenset[str]:
    """Return the places whose readings the author keeps from the doctor now."""
    return frozenset(
        module.place(exercise)
        for module in programme.modules.values()
        for exercise in module.exercises
        if isinstance(exercise, Instrument) and exercise.gp == "nothing"
    )


def for_gp(mine: Mine, found: Mapping[str, list[Taken]]) -> dict[str, list[Taken]]:
    """Return the readings the doctor may see: open when they were begun, and open now."""
    closed = closed_to_gp(mine.programme)
    return {
        name: [one for one in taken if one.level == "trend" and one.place not in closed]
        for name, taken in found.items()
    }


def scores_of(of: Questionnaire, taken: Iterable[Taken]) -> Scores | None:
    """Return what the finished readings show; None where there is none."""
    finished = tuple(one for one in taken if one.finished)
    if not finished:
        return None
    label: Change = ""
    if len(finished) > 1:
        label = change(of, finished[0].score, finished[-1].score)
        label = "worse" if label and is_worse(of, finished) else label
    return Scores(of, finished, label)


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

    At a look back it is also compared with the last of the programme: two small rises are a relapse.
    A sum with answers missing counts with the most it can be, so that a gap now hides no rise. Where only the
    earlier one has a gap, its estimate is what it rose from, else the least it can have been.
    """
    if len(readings) < 2:  # noqa: PLR2004
        return False
    now = readings[-1].score
    last = _risen_from(readings[-2].score, now)
    risen = any(now.high - _risen_from(one.score, now) >= of.change for one in compared_with(readings))
    return risen or (of.severe_from is not None and last < of.severe_from <= now.high)


def compared_with(readings: Sequence[Taken]) -> list[Taken]:
    """Return what the newest is compared with: first, last, and at a look back the last before them."""
    ends = [one for one in readings[:-1] if not one.looks_back] if readings[-1].looks_back else []
    return [readings[0], readings[-2], *ends[-1:]]


def is_heavy_again(of: Questionnaire, now: Taken) -> bool:
    """Tell whether a look back may lie above the second band: on PHQ-9 10 or more (Kroenke et al. 2001)."""
    return now.looks_back and len(of.bands) > 1 and now.score.high > of.bands[1].high


def is_no_better(of: Questionnaire, readings: Sequence[Taken]) -> bool:
    """Tell whether the sum has not fallen by the threshold since the first reading, and is not low by now.

    Only of an instrument with a safety item, PHQ-9, as the programme's safety rules say, and of full sums.
    Below the second band there is nothing left to get better (remission).
    """
    first, now = readings[0].score, readings[-1].score
    if len(readings) < 2 or not of.safety_item or not (first.is_exact and now.is_exact):  # noqa: PLR2004
        return False
    return first.low - now.low < of.change and now.low > of.bands[0].high


def _risen_from(earlier: Score, now: Score) -> int:
    if not now.is_exact:
        return earlier.high  # both with gaps: the same answers left out twice are no rise
    return earlier.low if earlier.sum is None else earlier.sum


def _place(mine: Mine, row: Reading) -> str:
    return row_place("reading", mine.enrolment_id, str(row.id), "value")
