"""What every kind of exercise has in common: one block an author wrote, as a frozen value."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Self

from wtforms import Field

from selfhelp.exercises.conditions import Condition
from selfhelp.exercises.words import NO_WORDS, Json, Message, Words

GpLevel = Literal["nothing", "done", "count", "answer", "trend", "ask"]
GP_LEVELS: tuple[GpLevel, ...] = ("nothing", "done", "count", "answer", "trend", "ask")


@dataclass(frozen=True, slots=True)
class Setting:
    """One `word: value` line a kind knows.

    `read` turns the author's value into ours and raises ValueError with a sentence when it cannot.
    `words` marks settings that a translation repeats; the others are behaviour and stand in the source only.
    `binds` marks those without which a saved answer cannot be read: a 7 of 10 is no 7 of 100.
    """

    read: Callable[[str], Any] = str
    required: bool = False
    words: bool = False
    field: str = ""
    holes: bool = False  # the patient's own words or numbers may be recalled in it
    binds: bool = False

    def held_in(self, word: str) -> str:
        """Return the name of the attribute that holds the value; `word` is what the author writes."""
        return self.field or word.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Option:
    """One list item: `- (id: note) words`, with its feedback."""

    id: str
    words: Words
    note: str = ""
    feedback: Words = NO_WORDS

    @property
    def plain(self) -> str:
        """Return the words as the author wrote them, without HTML."""
        return self.words.source


@dataclass(frozen=True, slots=True)
class Shelf:
    """What blocks may refer to by id: tools and instruments; and their language (see `Exercise.placed`)."""

    tools: Mapping[str, Any] = field(default_factory=dict)
    instruments: Mapping[str, Any] = field(default_factory=dict)
    locale: str = ""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One block of a step or a tool.

    A kind overrides what differs. Field names are built from the exercise's id and the keys of `fields`:
    `q.goal-1` for the key "", `q.practice.day` for the key "day".
    """

    kind: ClassVar[str] = ""
    settings: ClassVar[Mapping[str, Setting]] = MappingProxyType({})
    tool_settings: ClassVar[Mapping[str, Setting]] = MappingProxyType({})  # those it has in tools alone
    options_are: ClassVar[Literal["none", "some", "maybe"]] = "none"
    notes_are: ClassVar[str] = ""  # what may stand after an option's colon, in words; "" for nothing
    feedback_is: ClassVar[Literal["none", "some", "all"]] = "none"
    asks: ClassVar[bool] = True  # saves an answer
    gp_levels: ClassVar[tuple[GpLevel, ...]] = ("nothing", "done")
    publishes: ClassVar[tuple[str, ...]] = ()  # names after the point: `signs.count`
    kept_as: ClassVar[Literal["answer", "entry", "reading", "card"]] = "answer"
    has_own_line: ClassVar[bool] = False  # on the doctor's page, apart from the answers

    id: str
    text: Words = NO_WORDS
    options: tuple[Option, ...] = ()
    when: Condition | None = None
    gp: GpLevel = "done"
    phase: Literal["", "after"] = ""
    short: str = ""  # what it is called in a tool's tables and pictures
    compares: str = ""  # the tool's earlier block its number is compared with
    was: tuple[str, ...] = ()  # the ids it had before, the oldest first

    @property
    def first_id(self) -> str:
        """Return the id it began with: what is found by its place is found by that one for good."""
        return self.was[0] if self.was else self.id

    @property
    def label(self) -> str:
        """Return what it is called where there is room for a word or two; else what is asked."""
        return self.short or self.text.html.striptags()

    @property
    def asks_doctor(self) -> bool:
        """Tell whether the answer has a tick of its own, "my doctor can see this"."""
        return self.gp == "ask" and not self.has_own_line

    def fields(self) -> dict[str, Field]:
        """Return the form fields, by the key that follows the exercise's id in their names."""
        return {}

    def refused(self, form: Mapping[str, Any], *, kept: Json, today: date) -> dict[str, Message]:
        """Return what cannot be taken today, by the fields' keys: what only the calendar can tell."""
        return {}

    def value(self, form: Mapping[str, Any]) -> Json:
        """Return what is saved from the form's data (same keys as `fields`), None for no answer."""
        return form.get("")

    def noted(self, value: Json, kept: Json, *, now: datetime) -> Json:
        """Return the value to save with what no form holds: noted now, or with the answer `kept` so far."""
        return value

    def form(self, value: Json) -> dict[str, Any]:
        """Return the form's data for a saved value: the reverse of `value`."""
        return {"": value}

    def numbers(self, value: Json) -> dict[str, Json]:
        """Return what the kind publishes to conditions and recalls, for instance {"count": 4}."""
        return {}

    def in_words(self, value: Json) -> str:
        """Return the saved answer as the patient would read it back; "" for no answer."""
        return "" if value is None else str(value)

    def told(self, value: Json) -> tuple[tuple[str, str], ...]:
        """Return the answer part by part, as (what is asked, in words), to tell two answers apart."""
        return ((self.text.html.striptags(), self.in_words(value)),)

    def feedback(self, value: Json) -> tuple[Words, ...]:
        """Return what the author answers to this answer."""
        return ()

    def problems(self) -> list[str]:
        """Return, in sentences for the author, what is wrong inside the block itself."""
        return []

    def placed(self, shelf: Shelf) -> Self:
        """Return the block with what it refers to by id taken from the shelf.

        :raises KeyError: with the missing id; the checker has named it before this is called.
        """
        return self

    def reads_as(self, other: "Exercise") -> bool:
        """Tell whether an answer saved by the other exercise says the same here."""
        binding = [one.held_in(word) for word, one in self.settings.items() if one.binds]
        return self.kind == other.kind and all(getattr(self, at) == getattr(other, at) for at in binding)

    def option(self, option_id: str) -> Option | None:
        """Return the option with this id."""
        return next((option for option in self.options if option.id == option_id), None)

    def words_of(self, option_id: str) -> str:
        """Return an option's words, or its id when the author has removed it since."""
        option = self.option(option_id)
        return option.plain if option else option_id

    def with_words_from(self, **changes: Any) -> Self:
        """Return a copy with some parts changed."""
        return dataclasses.replace(self, **changes)


def renamed(exercises: Iterable[Exercise]) -> dict[str, str]:
    """Return {old id: present id}, the old ids of one exercise from the oldest on."""
    return {old: exercise.id for exercise in exercises for old in exercise.was}


def field_name(exercise_id: str, key: str = "") -> str:
    """Return a form field's name: `q.goal-1`, or `q.practice.day` for the key "day"."""
    return f"q.{exercise_id}.{key}" if key else f"q.{exercise_id}"
