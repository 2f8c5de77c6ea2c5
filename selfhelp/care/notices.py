"""Moments worth the GP's eye: the safety rules' published flags, as facts with a date, never advice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from selfhelp.care import readings
from selfhelp.care.days import day_of
from selfhelp.care.readings import Taken
from selfhelp.exercises.instrument import Questionnaire
from selfhelp.records.course import Progress

SILENT_AFTER = timedelta(days=14)
Flag = Literal["item9", "item9-unanswered", "severe", "worse", "silent"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One fact with its date. `number` is the answer or the sum, `earlier` the sum it rose from.

    Where answers are missing the sums are not `exact` but the most they can be.
    """

    flag: Flag
    on: date
    number: int | None = None
    earlier: int | None = None
    title: str = ""
    exact: bool = True


def notices_of(
    taken: Mapping[str, list[Taken]], row: Progress | None, shares: frozenset[str], now: datetime
) -> tuple[Notice, ...]:
    """Return the notices of what is shared, the safety item first."""
    notices: list[Notice] = []
    if "scores" in shares:
        for readings_taken in taken.values():
            notices += _score_notices(readings_taken)
    if "progress" in shares and row and row.finished_at is None and now - row.last_opened_at > SILENT_AFTER:
        notices.append(Notice("silent", day_of(row.last_opened_at)))
    return tuple(notices)


def _score_notices(taken: list[Taken]) -> list[Notice]:
    of = taken[-1].of
    notices = []
    # A form that was only begun does not put the last answer to the safety item out of sight.
    met = [one for one in taken if one.finished or one.score.safety is not None]
    if of.safety_item and met:
        day, answer = day_of(met[-1].taken_at), met[-1].score.safety
        if answer is None:
            notices.append(Notice("item9-unanswered", day))
        elif answer > 0:
            notices.append(Notice("item9", day, answer))
    finished = [one for one in taken if one.finished]
    return notices + (_sum_notices(of, finished) if finished else [])


def _sum_notices(of: Questionnaire, finished: list[Taken]) -> list[Notice]:
    day, score = day_of(finished[-1].taken_at), finished[-1].score
    notices = []
    if of.severe_from is not None and score.high >= of.severe_from:
        notices.append(Notice("severe", day, score.high, title=of.title, exact=score.is_exact))
    if readings.is_worse(of, finished):
        compared = [finished[0].score, finished[-2].score]
        earlier = min(one.high for one in compared)
        exact = score.is_exact and all(one.is_exact for one in compared)
        notices.append(Notice("worse", day, score.high, earlier, of.title, exact))
    return notices
