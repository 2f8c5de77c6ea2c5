"""Moments worth the GP's eye: the safety rules' published flags, as facts with a date, never advice."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from selfhelp.care import entries, readings
from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.readings import Taken
from selfhelp.content.model import Programme
from selfhelp.exercises.instrument import Questionnaire
from selfhelp.records.course import Enrolment, Progress
from selfhelp.records.encryption import DataKey, row_place

USES_THAT_COUNT = 2  # so many times in a row made uneasy
SILENT_AFTER = timedelta(days=14)
MODULES_BEFORE_NO_BETTER = 3  # so many modules are done before it is told that the sum has not clearly fallen
Flag = Literal["item9", "item9-unanswered", "severe", "worse", "look-back", "no-better", "uneasy", "silent"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One fact with its date. `number` is the answer or the sum, `earlier` the sum it is compared with.

    Where answers are missing the sums are not `exact` but the most they can be.
    """

    flag: Flag
    on: date
    number: int | None = None
    earlier: int | None = None
    instrument: str = ""
    exact: bool = True
    tool: str = ""


def notices_of(
    taken: Mapping[str, list[Taken]],
    progress: Mapping[str, Progress],
    row: Progress | None,
    shares: frozenset[str],
    now: datetime,
) -> tuple[Notice, ...]:
    """Return the notices of what is shared, the safety item first. `row` is of the module last worked in."""
    known = progress if "progress" in shares else {}
    scores = [one for readings_taken in taken.values() for one in _score_notices(readings_taken)]
    told = timely(scores, known) if "scores" in shares else ()
    return (*told, *(silence(row, now) if "progress" in shares else ()))


def timely(scores: Iterable[Notice], progress: Mapping[str, Progress]) -> tuple[Notice, ...]:
    """Return the notices without the one that waits until enough modules are done to expect something."""
    done = sum(row.finished_at is not None for row in progress.values())
    early = done < MODULES_BEFORE_NO_BETTER
    return tuple(one for one in scores if not (early and one.flag == "no-better"))


def silence(row: Progress | None, now: datetime) -> tuple[Notice, ...]:
    """Return the notice that a module was begun and nothing opened for two weeks."""
    if row is None or row.finished_at is not None or now - row.last_opened_at <= SILENT_AFTER:
        return ()
    return (Notice("silent", day_of(row.last_opened_at)),)


def unease(session: Session, mine: Mine, shares: frozenset[str]) -> tuple[Notice, ...]:
    """Return the notices of tools that made matters worse the last two times, such as a way of relaxing.

    It is told on the follow-up page and not in the list of patients, which opens no entries.
    """
    if "answers" not in shares:
        return ()
    found = []
    for tool in mine.programme.tools.values():
        if tool.gp == "nothing" or not tool.asking_unease:
            continue
        newest = [(one, tool.was_uneasy(one.values)) for one in entries.entries_of(session, mine, tool.id)]
        last = [(one, uneasy) for one, uneasy in newest if uneasy is not None][:USES_THAT_COUNT]
        if len(last) == USES_THAT_COUNT and all(uneasy for _, uneasy in last):
            found.append(Notice("uneasy", day_of(last[0][0].made_at), tool=tool.id))
    return tuple(found)


def keep_notices(session: Session, mine: Mine) -> None:
    """Keep the notices of the readings with the enrolment, so that a list of patients opens no readings.

    Call it when a reading has changed.
    """
    found = readings.for_gp(mine, readings.readings_of(session, mine))
    kept = [
        {**asdict(notice), "on": notice.on.isoformat(), "place": taken[-1].place}
        for taken in found.values()
        for notice in (_score_notices(taken) if taken else ())
    ]
    enrolment = session.get_one(Enrolment, mine.enrolment_id)
    enrolment.notices = mine.key.seal_json(kept, bound_to=_place(mine.enrolment_id)) if kept else None


def kept_notices(
    key: DataKey, enrolment_id: UUID, sealed: bytes | None, programme: Programme
) -> tuple[Notice, ...]:
    """Return the notices that were kept, without those of readings the author has closed since or removed."""
    if sealed is None:
        return ()
    closed = readings.closed_to_gp(programme)
    return tuple(
        Notice(**{**facts, "on": date.fromisoformat(facts["on"])})
        for facts in key.open_json(sealed, bound_to=_place(enrolment_id))
        if facts.pop("place") not in closed
        and (not facts.get("instrument") or facts["instrument"] in programme.instruments)
    )


def _place(enrolment_id: UUID) -> str:
    return row_place("enrolment", enrolment_id, str(enrolment_id), "notices")


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
        notices.append(Notice("severe", day, score.high, instrument=of.id, exact=score.is_exact))
    if readings.is_worse(of, finished):
        compared = [one.score for one in readings.compared_with(finished)]
        earlier = min(one.high for one in compared)
        exact = score.is_exact and all(one.is_exact for one in compared)
        notices.append(Notice("worse", day, score.high, earlier, of.id, exact))
    elif readings.is_heavy_again(of, finished[-1]):
        notices.append(Notice("look-back", day, score.high, instrument=of.id, exact=score.is_exact))
    elif readings.is_no_better(of, finished):
        notices.append(Notice("no-better", day, score.sum, finished[0].score.sum, of.id))
    return notices
