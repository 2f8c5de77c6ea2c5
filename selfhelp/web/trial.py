"""A short path through a module, walked as a patient walks it, of which nothing is kept.

What is answered lives in the page alone: each page carries the answers of all the others in hidden fields and
is sent with them. So feedback, conditions and recall work as they do for a patient, without a row anywhere.
Who may walk, and at which address, the route says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from zlib import crc32

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Form

from selfhelp.care.days import day_of
from selfhelp.care.scope import Newest, Origin, Planned, Scope
from selfhelp.content.model import Module, Part, Programme, Step
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.entry_maker import EntryMaker
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Json, Ref, Saved, Words
from selfhelp.web.shown import Shown, fields_of, form_for, show, show_sent, validates, value_sent

LONGEST = (
    20_000  # letters of a whole try, names of fields and all; a request may have three times as many bytes
)
WEEK = timedelta(days=6)  # seven days with today
BEGIN = -1  # stands before the first page
ASIDE: Mapping[str, int] = MappingProxyType({"back": -1, "past": 1})  # buttons that ask for no answer


class TryScope(Scope):
    """What the names stand for in a try. Nothing was written on a page one could go back to."""

    def origin(self, ref: Ref) -> Origin | None:
        """Return nothing: the address of what was written is a patient's."""
        return None


@dataclass(frozen=True, slots=True)
class Stop:
    """One page of the path: a step, or a part of one."""

    step: Step
    part: int

    @property
    def blocks(self) -> tuple[Part, ...]:
        """Return prose and blocks of the page, hidden ones included."""
        return self.step.pages[self.part]


@dataclass(frozen=True, slots=True)
class Answered:
    """All that was sent from the pages so far: `form` as it was typed, `values` as it would be kept."""

    scope: Scope
    form: Form
    exercises: tuple[Exercise, ...] = ()
    values: Saved = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Try:
    """One page of a try, ready for its template. `at` is the page's place in `stops`, from 0."""

    module: Module
    stops: Sequence[Stop]
    at: int
    answered: Answered
    tells_wrong: bool = False  # what cannot be taken of this page is said at its field
    warned_on: str = ""  # the button that was pressed when the safety item brought the words of the help page
    new: str = ""  # the first block that shows something since the page was sent

    @property
    def is_over(self) -> bool:
        """Tell whether the whole path lies behind."""
        return self.at >= len(self.stops)

    @property
    def is_before(self) -> bool:
        """Tell whether the way back led out of the first page."""
        return self.at <= BEGIN

    @property
    def stop(self) -> Stop:
        """Return the page of the path."""
        return self.stops[self.at]

    @property
    def character(self) -> str:
        """Return the id of the one who is followed; "" for nobody."""
        return self.answered.scope.character

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Return the blocks of this page that are shown now."""
        scope = self.answered.scope
        return tuple(one for one in self.stop.blocks if isinstance(one, Exercise) and scope.shows(one))

    @property
    def shown(self) -> list[Markup | Shown]:
        """Return what the page shows, in order."""
        visible, scope = self.exercises, self.answered.scope
        return [
            part.filled(scope.in_words) if isinstance(part, Words) else self._shown(part)
            for part in self.stop.blocks
            if isinstance(part, Words) or part in visible
        ]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return the hidden fields, as (name, value): what was answered and does not stand on this page."""
        here = () if self.warned_on else self.exercises
        away = [one for one in self.answered.exercises if one not in here]
        return [pair for one in away for pair in self._as_sent(one)]

    @property
    def marks(self) -> frozenset[str]:
        """Return the names of what the page shows, blocks and feedback."""
        values = self.answered.values
        return frozenset(one.id for one in self.exercises) | {
            f"{one.id}~{crc32(words.source.encode()):x}"
            for one in self.exercises
            for words in one.feedback(values.get(one.id))
        }

    @property
    def is_dangerous(self) -> bool:
        """Tell whether a safety item on this page was answered with more than "not at all"."""
        asked = [one for one in self.exercises if isinstance(one, Instrument)]
        return any(one.shows_danger(self.answered.values.get(one.id)) for one in asked)

    @property
    def is_wrong(self) -> bool:
        """Tell whether something on this page could not be kept as it was typed."""
        here = [one for one in self.answered.exercises if one in self.exercises]
        return any(f.errors for one in here for f in fields_of(one, self.answered.form).values())

    def first_news(self, seen: frozenset[str], *, revealed: bool) -> str:
        """Return the first block that shows something not seen yet; "" for none.

        `revealed`: the page's script has shown the feedback already.
        """
        new = self.marks - seen
        named = {mark.partition("~")[0] for mark in new if not (revealed and "~" in mark)}
        return next((one.id for one in self.exercises if one.id in named), "")

    def _as_sent(self, exercise: Exercise) -> Iterator[tuple[str, str]]:
        yield "on", exercise.id
        for one in fields_of(exercise, self.answered.form).values():
            yield from ((one.name, typed) for typed in one.raw_data or ())

    def _shown(self, exercise: Exercise) -> Shown:
        value = self.answered.values.get(exercise.id)
        if exercise not in self.answered.exercises:
            return show(exercise, self.answered.scope, value)
        sent = show_sent(exercise, self.answered.scope, value, self.answered.form)
        return sent if self.tells_wrong else replace(sent, errors={})


def begun(programme: Programme, module: Module, character: str, *, digest: str) -> Try:
    """Return the first page of a module's short path."""
    followed = character if character in programme.characters else ""
    scope = TryScope(programme, module, followed)
    return Try(module, _stops(module), 0, Answered(scope, form_for((), MultiDict(), digest=digest)))


def is_too_long(sent: MultiDict[str, str]) -> bool:
    """Tell whether a page brings along more than a try may hold."""
    return sum(len(name) + len(value) for name, value in sent.items(multi=True)) > LONGEST


def walked(
    programme: Programme, module: Module, sent: MultiDict[str, str], *, digest: str, now: datetime
) -> Try:
    """Return the page that answers what was sent.

    As for a patient: the words of the help page come first where the safety item asks for them, then what is
    to put right, then what an answer leads to on the same page, then the next page. Button `past` goes on
    without an answer.
    """
    stops = _stops(module)
    if not sent.get("at", "").isdecimal():
        return begun(programme, module, sent.get("character", ""), digest=digest)
    answered = _answered(programme, module, sent, digest=digest, now=now)
    page = Try(module, stops, min(int(sent["at"][:3]), len(stops) - 1), answered)
    go = sent.get("go", "on")
    if page.is_dangerous and "warned" not in sent:
        return replace(page, warned_on=go)
    if go in ASIDE:
        return replace(page, at=page.at + ASIDE[go])
    if page.is_wrong:
        return replace(page, tells_wrong=True)
    seen = frozenset(sent.get("seen", "").split())
    new = page.first_news(seen, revealed=bool(sent.get("revealed")))
    return replace(page, new=new) if new else replace(page, at=page.at + 1)


def _stops(module: Module) -> tuple[Stop, ...]:
    steps = [step for step in module.steps if step.id in module.short]
    return tuple(Stop(step, part) for step in steps for part in range(len(step.pages)))


def _answered(
    programme: Programme, module: Module, sent: MultiDict[str, str], *, digest: str, now: datetime
) -> Answered:
    on = set(sent.getlist("on"))
    short = [step for step in module.steps if step.id in module.short]
    exercises = tuple(one for step in short for one in step.asking if one.id in on)
    form = form_for(exercises, sent, digest=digest)
    validates(form, exercises, {}, day_of(now))
    found = {one.id: value_sent(one, None, form) for one in exercises}
    values = {name: value for name, value in found.items() if value is not None}
    entries = tuple(_entries(exercises, values))
    scope = TryScope(
        programme,
        module,
        _followed(programme, exercises, values, sent.get("character", "")),
        {module.id: values},
        _newest(entries, now),
        _planned(entries, now),
    )
    return Answered(scope, form, exercises, values)


def _followed(programme: Programme, exercises: Sequence[Exercise], values: Saved, before: str) -> str:
    """Return whom the one who tries follows: as chosen on the path, or at its beginning."""
    chosen = (values.get(one.id) for one in exercises if isinstance(one, Choice) and one.follows)
    wanted = next(filter(None, chosen), before)
    return wanted if wanted in programme.characters else ""


def _entries(exercises: Sequence[Exercise], values: Saved) -> Iterator[tuple[Tool, Json]]:
    for one in exercises:
        if isinstance(one, EntryMaker) and one.id in values:
            entries = (one.entry_on(values[one.id], card) for card in one.cards)
            yield from ((one.tool, entry) for entry in entries if entry)


def _newest(entries: Sequence[tuple[Tool, Json]], now: datetime) -> Mapping[str, Newest]:
    made: dict[str, list[Json]] = {}
    for tool, entry in entries:
        made.setdefault(tool.id, []).append(entry)
    return {name: Newest(own[-1], now, len(own)) for name, own in made.items()}


def _planned(entries: Sequence[tuple[Tool, Json]], now: datetime) -> Mapping[str, tuple[Planned, ...]]:
    today, planned = day_of(now), dict[str, tuple[Planned, ...]]()
    for tool, entry in entries:
        day = tool.day_of(entry)
        if day and today <= day <= today + WEEK:
            planned[tool.id] = (*planned.get(tool.id, ()), Planned(day, entry))
    return planned
