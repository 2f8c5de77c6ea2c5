"""What was answered on the steps of the modules, also of those that are gone."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from selfhelp.care import answers
from selfhelp.care.answers import Kept
from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.scope import Scope
from selfhelp.care.shown_answers import KeptSteps, scopes
from selfhelp.care.workbook.lines import lines_of
from selfhelp.care.workbook.value import GONE, NOT_ASKED_NOW, NOT_CHOSEN, Line, Part, Piece, Spot
from selfhelp.care.workbook.where import spot_of
from selfhelp.content.model import Module
from selfhelp.exercises.words import Json

LAST = 10_000  # comes after whatever there is


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer. `page` of the step is 0 where it is not asked there any more; `at` is its turn."""

    exercise: str
    value: Json
    on: date
    lines: tuple[Line, ...]
    at: int
    page: int


def answered(session: Session, mine: Mine, measured: Container[str]) -> tuple[list[Part], Scope]:
    """Return what was answered in each module, and what the names in questions stand for.

    `measured` are the places of questionnaires that are told elsewhere, with their dates.
    """
    kept = answers.every_answer(session, mine)
    present = {name: steps for name, steps in kept.items() if name in mine.programme.modules}
    seen = {module.id: scope for module, scope in scopes(session, mine, present)}
    anywhere = next(iter(seen.values()))
    order = [*seen, *(name for name in sorted(kept) if name not in seen)]
    parts = [
        _part(
            _Reader(mine, name, seen.get(name) or _beside(anywhere, mine, name, kept), measured), kept[name]
        )
        for name in order
        if name in kept
    ]
    return [part for part in parts if part.pieces], anywhere


def _beside(scope: Scope, mine: Mine, name: str, kept: KeptSteps) -> Scope:
    """Return what names stand for in a module that is gone."""
    editions = {edition for on_step in kept[name].values() for edition in on_step.editions.values()}
    found = (mine.module_then(name, edition) for edition in sorted(editions))
    module = next(filter(None, found), Module(id=name, title=GONE))
    values = {exercise: value for step in kept[name].values() for exercise, value in step.values.items()}
    return replace(scope, module=module, answers={**scope.answers, name: values})


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the answers to one module."""

    mine: Mine
    name: str
    scope: Scope
    measured: Container[str]

    @property
    def module(self) -> Module:
        """Return the module as this patient meets it; a gone one as it was last known."""
        return self.scope.module

    @property
    def is_present(self) -> bool:
        return self.name in self.mine.programme.modules

    def answers_on(self, step_id: str, kept: Kept) -> Iterator[_Answer]:
        for name, value in kept.values.items():
            then = self.mine.module_then(self.name, kept.editions.get(name, "")) or self.module
            yield self._answer(step_id, name, value, then, kept.days[name])

    def others_on(self, step_id: str, kept: Kept, on: date) -> Iterator[list[_Answer]]:
        """Yield what each other window wrote, which waits for a choice."""
        for saved in kept.others.values():
            yield [self._answer(step_id, name, value, self.module, on) for name, value in saved.items()]

    def is_told_elsewhere(self, answer: _Answer) -> bool:
        exercise = self.module.named(answer.exercise)
        place = self.module.place(exercise) if exercise else f"{self.name}/{answer.exercise}"
        return place in self.measured

    def title_of(self, step_id: str, kept: Kept) -> str:
        """Return what the step is called now; what it was called when it was answered, where it is gone."""
        editions = ["", *kept.editions.values()]
        modules = (self.mine.module_then(self.name, edition) for edition in editions)
        steps = (module.step(step_id) for module in (self.module, *modules) if module)
        return next((step.title for step in steps if step), GONE)

    def _answer(self, step_id: str, name: str, value: Json, then: Module, on: date) -> _Answer:
        now = self.module.named(name)
        names = (*(now.was if now else ()), now.id if now else name)
        asked = next((then.asking[one] for one in names if one in then.asking), now)
        spot = spot_of(self.module, now) if now and self.is_present else None
        return _Answer(
            name,
            value,
            on,
            lines_of(asked, value, self.scope),
            at=list(self.module.asking).index(now.id) if now else LAST,
            page=spot.page if spot and spot.step == step_id else 0,
        )


def _part(reader: _Reader, steps: Mapping[str, Kept]) -> Part:
    pieces = [
        piece
        for step_id, kept in sorted(steps.items(), key=lambda one: _step_number(reader.module, one[0]))
        for piece in _pieces(reader, step_id, kept)
    ]
    return Part(f"module-{reader.name}", "module", reader.module.title, tuple(pieces))


def _step_number(module: Module, step_id: str) -> int:
    return module.number(step_id) if module.step(step_id) else LAST


def _pieces(reader: _Reader, step_id: str, kept: Kept) -> Iterator[Piece]:
    """Yield a piece for each page of the step, one for what is no longer asked, and those that wait."""
    found = sorted(reader.answers_on(step_id, kept), key=lambda one: (not one.page, one.page, one.at))
    told = [one for one in found if not reader.is_told_elsewhere(one)]
    title = reader.title_of(step_id, kept)
    for page, group in groupby(told, key=lambda one: one.page):
        if piece := _piece(reader, step_id, str(page), list(group)):
            yield replace(piece, heading=title, notes=() if page else (NOT_ASKED_NOW,))
    on = day_of(kept.changed_at) if kept.changed_at else date.min
    for number, waiting in enumerate(reader.others_on(step_id, kept, on), 1):
        if piece := _piece(reader, step_id, f"other-{number}", waiting):
            yield replace(piece, heading=title, notes=(NOT_CHOSEN,))


def _piece(reader: _Reader, step_id: str, name: str, told: Sequence[_Answer]) -> Piece | None:
    """Return answers that were given together; None where they say nothing."""
    lines = tuple(replace(line, name=one.exercise, on=one.on) for one in told for line in one.lines)
    pages = [one.page for one in told if one.page]
    return (
        Piece(
            f"answers/{reader.name}/{step_id}/{name}",
            max(one.on for one in told),
            lines,
            spot=Spot(reader.name, step_id, min(pages)) if pages else None,
            saved={one.exercise: one.value for one in told},
        )
        if lines
        else None
    )
