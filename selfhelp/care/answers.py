"""Keeping and finding what a patient answers on a step."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.renamed import stored_ids, under_present_ids
from selfhelp.care.windows import NO_OTHERS, Others, Page, opened_others, sealed_others, without
from selfhelp.exercises.exercise import GpLevel
from selfhelp.exercises.words import Json, Saved
from selfhelp.records.course import Answers
from selfhelp.records.encryption import row_place


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands on a step now. `shown` names the answers ticked "my doctor can see this".

    `levels` says what the author let the doctor get of an answer when it was given: what is opened later
    holds for later answers. `others` are what other windows wrote, until the patient has chosen. `days` says
    on which day each present answer was given: saving the rest of the step on a later day does not move it.
    `editions` says the same of the module's edition, which holds the question as it was asked.
    """

    values: Saved = field(default_factory=lambda: MappingProxyType({}))
    shown: frozenset[str] = frozenset()
    levels: Mapping[str, GpLevel] = field(default_factory=dict)
    revision: int = 0
    page_key: str = ""
    others: Others = field(default_factory=dict)
    changed_at: datetime | None = None
    days: Mapping[str, date] = field(default_factory=dict)
    editions: Mapping[str, str] = field(default_factory=dict)


NOTHING_KEPT = Kept()


@dataclass(frozen=True, slots=True)
class Given:
    """Answers to one step: values by exercise, those ticked for the doctor, the edition they answer.

    `levels` is what the doctor may get of each exercise in that edition.
    """

    values: Saved
    shown: frozenset[str]
    edition: str
    levels: Mapping[str, GpLevel] = field(default_factory=dict)


def answers_in(session: Session, mine: Mine, modules: Iterable[str]) -> dict[str, dict[str, Kept]]:
    """Return what is kept on every step of these modules, as {module: {step: kept}}, in one statement."""
    wanted = sorted(set(modules))
    found: dict[str, dict[str, Kept]] = {module: {} for module in wanted}
    return found | _found(session, mine, Answers.module.in_(wanted))


def every_answer(session: Session, mine: Mine) -> dict[str, dict[str, Kept]]:
    """Return what is kept in any module, also in one that is gone: otherwise like `answers_in`."""
    return _found(session, mine, true())


def _found(session: Session, mine: Mine, where: ColumnElement[bool]) -> dict[str, dict[str, Kept]]:
    found: dict[str, dict[str, Kept]] = {}
    for row in session.scalars(select(Answers).where(Answers.enrolment_id == mine.enrolment_id, where)):
        found.setdefault(row.module, {})[row.step] = _opened(mine, row)
    return found


def save_answers(
    session: Session, *, mine: Mine, module: str, step: str, given: Given, page: Page, now: datetime
) -> Kept:
    """Keep what the patient wrote, replacing earlier answers to the same exercises.

    An exercise left empty (None) is forgotten, so a patient can always take words back. The same page may
    save as often as it likes; saving the same again stores once. A page that showed two texts settles them.
    """
    row = session.get(Answers, (mine.enrolment_id, module, step))
    before = _opened(mine, row) if row else NOTHING_KEPT
    merged = {**before.values, **given.values}
    kept = {exercise: value for exercise, value in merged.items() if value is not None}
    ticked = (before.shown - given.values.keys()) | (given.shown & kept.keys())
    others = page.settled(before.others)
    if row is None:
        row = Answers(enrolment_id=mine.enrolment_id, module=module, step=step, revision=0)
        session.add(row)
    elif kept == dict(before.values) and ticked == before.shown and others == before.others:
        return before
    new = {e for e in kept if before.values.get(e) != kept[e]}
    levels, days = (
        _levels(before, kept, given),
        {e: day_of(now) if e in new else before.days[e] for e in kept},
    )
    editions = {e: given.edition if e in new else before.editions[e] for e in kept}
    after = Kept(kept, frozenset(ticked), levels, before.revision + 1, page.key, others, now, days, editions)
    row.revision, row.page_key, row.edition, row.changed_at = after.revision, page.key, given.edition, now
    _write(mine, row, after)
    session.flush()
    return after


def keep_other(
    session: Session, *, mine: Mine, module: str, step: str, given: Given, page: Page, now: datetime
) -> Others:
    """Keep what another window wrote beside what stands, until a choice; return all that waits for one."""
    row = session.get(Answers, (mine.enrolment_id, module, step))
    if row is None:
        row = Answers(enrolment_id=mine.enrolment_id, module=module, step=step, revision=0, page_key="")
        row.edition, row.changed_at = given.edition, now
        _write(mine, row, NOTHING_KEPT)
        session.add(row)
    others = _opened(mine, row).others
    others = page.beside(others, given.values) if given.values else without(others, page.window)
    row.others = sealed_others(mine, others, bound_to=_place(mine, row, "others"))
    session.flush()
    return others


def forget_other(session: Session, *, mine: Mine, module: str, step: str, window: str) -> Others:
    """Let what stands stand: the text of that other window goes; return what else waits."""
    row = session.get(Answers, (mine.enrolment_id, module, step))
    if row is None:
        return NO_OTHERS
    others = without(_opened(mine, row).others, window)
    row.others = sealed_others(mine, others, bound_to=_place(mine, row, "others"))
    return others


def forget(session: Session, *, mine: Mine, module: str, exercises: Set[str]) -> None:
    """Drop what is kept for some exercises of a module."""
    rows = select(Answers).where(Answers.enrolment_id == mine.enrolment_id, Answers.module == module)
    for row in session.scalars(rows) if exercises else ():
        before = _opened(mine, row)
        left = {exercise: value for exercise, value in before.values.items() if exercise not in exercises}
        if len(left) < len(before.values):
            _write(mine, row, replace(before, values=left, shown=before.shown - exercises))
    session.flush()


def amend(session: Session, *, mine: Mine, module: str, step: str, exercise: str, value: Json) -> None:
    """Note something with an answer whose words stay as they are: neither its day nor its revision moves."""
    row = session.get_one(Answers, (mine.enrolment_id, module, step))
    before = _opened(mine, row)
    _write(mine, row, replace(before, values={**before.values, exercise: value}))
    session.flush()


def _levels(before: Kept, kept: Saved, given: Given) -> Mapping[str, GpLevel]:
    """Return the level each answer was given at. One that did not change keeps the level it had."""
    new = {e for e in given.values if kept.get(e) != before.values.get(e)}
    levels: dict[str, GpLevel] = {e: (given if e in new else before).levels.get(e, "done") for e in kept}
    return {e: level for e, level in levels.items() if level != "done"}


def _write(mine: Mine, row: Answers, kept: Kept) -> None:
    document = {
        "values": dict(kept.values),
        "shown": sorted(kept.shown),
        "levels": {e: kept.levels[e] for e in sorted(kept.levels)},
        "days": {e: kept.days[e].isoformat() for e in sorted(kept.days) if e in kept.values},
        "editions": {e: one for e, one in kept.editions.items() if e in kept.values and one != row.edition},
    }
    row.value = mine.key.seal_json(document, bound_to=_place(mine, row, "value"))
    row.others = sealed_others(mine, kept.others, bound_to=_place(mine, row, "others"))


def _opened(mine: Mine, row: Answers) -> Kept:
    """Open a step's answers, with what was kept under an old id under the present one."""
    document = mine.key.open_json(row.value, bound_to=_place(mine, row, "value"))
    others = opened_others(mine, row.others, bound_to=_place(mine, row, "others"))
    module = mine.programme.modules.get(row.module)
    renamed = module.renamed if module else {}
    stored = stored_ids(document["values"], renamed)
    return Kept(
        {exercise: document["values"][old] for exercise, old in stored.items()},
        frozenset(exercise for exercise, old in stored.items() if old in document["shown"]),
        {exercise: document["levels"][old] for exercise, old in stored.items() if old in document["levels"]},
        row.revision,
        row.page_key,
        {window: under_present_ids(saved, renamed) for window, saved in others.items()},
        row.changed_at,
        {e: date.fromisoformat(document["days"][old]) for e, old in stored.items()},
        {e: document.get("editions", {}).get(old, row.edition) for e, old in stored.items()},
    )


def _place(mine: Mine, row: Answers, column: str) -> str:
    return row_place("answers", mine.enrolment_id, f"{row.module}/{row.step}", column)
