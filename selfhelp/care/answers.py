"""Keeping and finding what a patient answers on a step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care.mine import Mine
from selfhelp.exercises.words import Json, Saved
from selfhelp.records.course import Answers
from selfhelp.records.encryption import row_place


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands on a step now. `shown` names the answers ticked "my doctor can see this".

    `second` holds answers from another window that disagreed, until the patient has chosen.
    """

    values: Saved = field(default_factory=lambda: MappingProxyType({}))
    shown: frozenset[str] = frozenset()
    revision: int = 0
    page_key: str = ""
    second: Saved | None = None
    changed_at: datetime | None = None


NOTHING_KEPT = Kept()


@dataclass(frozen=True, slots=True)
class Page:
    """The page something is sent from: the revision it was based on, and the key of that one page."""

    key: str
    revision: int

    def is_behind(self, revision: int, page_key: str) -> bool:
        """Tell whether another page has saved since this one was opened. A page is never behind itself."""
        return self.revision != revision and self.key != page_key


@dataclass(frozen=True, slots=True)
class Given:
    """Answers to one step: values by exercise, those ticked for the doctor, and the edition they answer."""

    values: Saved
    shown: frozenset[str]
    edition: str


def answers_in(session: Session, mine: Mine, modules: Iterable[str]) -> dict[str, dict[str, Kept]]:
    """Return what is kept on every step of these modules, as {module: {step: kept}}, in one statement."""
    wanted = sorted(set(modules))
    rows = session.scalars(
        select(Answers).where(Answers.enrolment_id == mine.enrolment_id, Answers.module.in_(wanted))
    )
    found: dict[str, dict[str, Kept]] = {module: {} for module in wanted}
    for row in rows:
        found[row.module][row.step] = _opened(mine, row)
    return found


def save_answers(
    session: Session,
    *,
    mine: Mine,
    module: str,
    step: str,
    given: Given,
    page_key: str,
    now: datetime,
) -> Kept:
    """Keep what the patient wrote, replacing earlier answers to the same exercises.

    An exercise left empty (None) is forgotten, so a patient can always take words back. The same page may
    save as often as it likes; saving the same again stores once.

    """
    row = session.get(Answers, (mine.enrolment_id, module, step))
    before = _opened(mine, row) if row else NOTHING_KEPT
    merged = {**before.values, **given.values}
    kept = {exercise: value for exercise, value in merged.items() if value is not None}
    ticked = (before.shown - given.values.keys()) | (given.shown & kept.keys())
    if row is None:
        row = Answers(enrolment_id=mine.enrolment_id, module=module, step=step, revision=0)
        session.add(row)
    elif kept == dict(before.values) and ticked == before.shown and before.second is None:
        return before
    row.revision = before.revision + 1
    row.page_key, row.edition, row.changed_at, row.second = page_key, given.edition, now, None
    row.value = _sealed(mine, module, step, "value", kept, ticked)
    session.flush()
    return Kept(kept, frozenset(ticked), row.revision, page_key, None, now)


def keep_second(session: Session, *, mine: Mine, module: str, step: str, given: Given, now: datetime) -> None:
    """Keep what a second window wrote beside what stands, until the patient has chosen."""
    row = session.get(Answers, (mine.enrolment_id, module, step))
    if row is None:
        row = Answers(enrolment_id=mine.enrolment_id, module=module, step=step, revision=0, page_key="")
        row.value, row.edition, row.changed_at = (
            _sealed(mine, module, step, "value", {}, ()),
            given.edition,
            now,
        )
        session.add(row)
    row.second = _sealed(mine, module, step, "second", given.values, ())
    session.flush()


def forget_second(session: Session, *, mine: Mine, module: str, step: str) -> None:
    """Let what stands stand: the other window's text goes."""
    if row := session.get(Answers, (mine.enrolment_id, module, step)):
        row.second = None


def _sealed(mine: Mine, module: str, step: str, column: str, values: Saved, shown: Iterable[str]) -> bytes:
    place = row_place("answers", mine.enrolment_id, f"{module}/{step}", column)
    return mine.key.seal_json({"values": dict(values), "shown": sorted(shown)}, bound_to=place)


def _opened(mine: Mine, row: Answers) -> Kept:
    document = _document(mine, row, "value", row.value)
    second = _document(mine, row, "second", row.second)["values"] if row.second else None
    return Kept(
        document["values"], frozenset(document["shown"]), row.revision, row.page_key, second, row.changed_at
    )


def _document(mine: Mine, row: Answers, column: str, sealed: bytes) -> Mapping[str, Json]:
    place = row_place("answers", mine.enrolment_id, f"{row.module}/{row.step}", column)
    document: Mapping[str, Json] = mine.key.open_json(sealed, bound_to=place)
    return document
