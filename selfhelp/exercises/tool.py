"""`tool`: make or edit an entry of a tool right here; and the tool itself, made of the same blocks."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, Self

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.conditions import Condition, holds
from selfhelp.exercises.day import Day, day_in
from selfhelp.exercises.exercise import Exercise, GpLevel, Option, Setting, Shelf, renamed
from selfhelp.exercises.tool_numbers import Number, Pair, names_of, numbers_of, pairs_of
from selfhelp.exercises.tool_rows import Rows, Rung, example_rows, rows_of, rungs_of
from selfhelp.exercises.words import NO_WORDS, Json, Lookup, Message, Ref, Saved, Words

View = Literal["chain", "record", "list", "week", "ladder", "people"]
VIEWS: tuple[View, ...] = ("chain", "record", "list", "week", "ladder", "people")


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example by a character: words, or a number per option, for each block."""

    character: str
    words: Mapping[str, str]
    strengths: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Shows:
    """What the author says of all entries together, by the tool's own numbers: "You guessed 2, it was 5"."""

    id: str
    text: Words
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Something repeatable the patient keeps. Its entries are saved as {block's id: block's value}."""

    id: str
    title: str
    what: str = ""
    text: Words = NO_WORDS
    link_question: str = ""
    view: View = "list"
    keeps: Literal["many", "one"] = "many"
    gp: GpLevel = "count"
    blocks: tuple[Exercise, ...] = ()
    examples: tuple[Example, ...] = ()
    shows: tuple[Shows, ...] = ()
    gp_number: Words = NO_WORDS  # the number beside the home practice, on the doctor's page

    def block(self, block_id: str) -> Exercise | None:
        """Return one of the tool's blocks."""
        return next((block for block in self.blocks if block.id == block_id), None)

    @property
    def asking(self) -> tuple[Exercise, ...]:
        """Return the blocks that save something."""
        return tuple(block for block in self.blocks if block.asks)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Return the blocks whose numbers are compared."""
        return pairs_of(self.asking)

    @property
    def number_names(self) -> frozenset[str]:
        """Return the names of the numbers that come from all entries together."""
        return frozenset(names_of(self.asking))

    def numbers(self, entries: Iterable[Saved]) -> dict[str, Number]:
        """Return the numbers of these entries, those that there are."""
        return numbers_of(self.asking, entries)

    def rows(self, entry: Saved) -> Rows:
        """Return an entry as the views draw it."""
        return rows_of(self.asking, entry)

    def example_rows(self, example: Example) -> Rows:
        """Return a worked example as the views draw it."""
        return example_rows(self.asking, example.words, example.strengths)

    def compared(self, rows: Rows) -> tuple[Rows, tuple[tuple[str, str, str], ...]]:
        """Return the rows compared with nothing, and the others as (name, words before, words after)."""
        words = {row.block.id: row.words for row in rows}
        pairs = [(pair.after.label, words[pair.before.id], words[pair.after.id]) for pair in self.pairs]
        inside = {block.id for pair in self.pairs for block in (pair.before, pair.after)}
        rest = tuple(row for row in rows if row.block.id not in inside)
        return rest, tuple(pair for pair in pairs if pair[1] or pair[2])

    def rungs(self, rows: Rows) -> tuple[tuple[Rung, ...], Rows]:
        """Return the rungs of an entry or example, and the rows that are none."""
        return rungs_of(rows, done=self.is_done({row.block.id: row.value for row in rows if row.words}))

    @property
    def asking_unease(self) -> tuple[Choice, ...]:
        """Return the blocks with an option that says the use made matters worse."""
        return tuple(block for block in self.blocks if isinstance(block, Choice) and block.uneasy)

    def was_uneasy(self, entry: Mapping[str, Json]) -> bool | None:
        """Tell whether this use made matters worse; None where the entry does not say."""
        told = [block for block in self.asking_unease if entry.get(block.id) is not None]
        said = [entry[block.id] == block.uneasy for block in told]
        return any(said) if said else None

    @property
    def asking_after(self) -> tuple[Exercise, ...]:
        """Return the blocks that are answered when what was planned is done, if the tool plans anything."""
        return tuple(block for block in self.asking if block.phase)

    def is_done(self, entry: Mapping[str, Json]) -> bool:
        """Tell a use that is done from a plan, and from one the patient says came to nothing."""
        after = self.asking_after
        return not after or (not self.came_to_nothing(entry) and any(b.id in entry for b in after))

    def came_to_nothing(self, entry: Mapping[str, Json]) -> bool:
        """Tell whether the patient has said that what was planned came to nothing."""
        choices = (block for block in self.asking_after if isinstance(block, Choice) and block.not_done)
        return any(entry.get(block.id) == block.not_done for block in choices)

    def day_of(self, entry: Mapping[str, Json]) -> date | None:
        """Return the day an entry is planned for."""
        days = (day_in(entry.get(block.id)) for block in self.blocks if isinstance(block, Day))
        return next(filter(None, days), None)

    @property
    def renamed(self) -> Mapping[str, str]:
        """Return the old ids of the blocks, with the present ones."""
        return renamed(self.blocks)

    def lookup(self, entry: Mapping[str, Json]) -> Lookup:
        """Return how conditions and recalls inside the tool read this entry."""

        def look(ref: Ref) -> Json:
            block = self.block(ref.name)
            if block is None or block.id not in entry:
                return None
            return block.numbers(entry[block.id]).get(ref.part) if ref.part else entry[block.id]

        return look

    def shown(self, entry: Mapping[str, Json] | None) -> tuple[Exercise, ...]:
        """Return the blocks to show: those of the phase "after" only for an entry that exists."""
        lookup = self.lookup(entry or {})
        return tuple(b for b in self.blocks if (entry is not None or not b.phase) and holds(b.when, lookup))

    def answers_to(self, entry: Mapping[str, Json]) -> frozenset[tuple[str, str]]:
        """Return what the author answers to this entry, as (block, feedback) names: notes and feedback."""
        shown = self.shown(entry)
        notes = {(block.id, "") for block in shown if block.when and not block.asks}
        return frozenset(notes | {(b.id, said.source) for b in shown for said in b.feedback(entry.get(b.id))})

    def in_words(self, entry: Mapping[str, Json]) -> str:
        """Return the entry's first answer: what a list of entries calls it."""
        return next((b.in_words(entry[b.id]) for b in self.asking if entry.get(b.id) is not None), "")


@dataclass(frozen=True, kw_only=True)
class EntryMaker(Exercise):
    """What a step has for making entries of a tool: one form, or several cards with a form each.

    `cards` are their names, "" for the only one: every card's entry has an id of its own. `need` is 1 where
    the step asks for an entry. Where it is 0 all may stay empty; a form once begun asks for what the tool
    requires all the same.
    """

    kept_as = "entry"

    tool_id: str = ""
    need: int = 0
    of: Tool | None = None

    def placed(self, shelf: Shelf) -> Self:
        return dataclasses.replace(self, of=shelf.tools[self.tool_id])

    @property
    def tool(self) -> Tool:
        """Return the tool; a block is only used once it has been placed."""
        if self.of is None:
            raise LookupError(f"The {self.kind} block {self.id} was never placed.")
        return self.of

    @property
    def title(self) -> Option:
        """Return the tool as an option, for lists of tools to choose from."""
        return Option(self.tool_id, Words(source=self.tool.title))

    @property
    def asked(self) -> tuple[Exercise, ...]:
        """Return the tool's blocks that are asked for here."""
        return self.tool.asking

    @property
    def cards(self) -> tuple[str, ...]:
        """Return the names of the cards."""
        return ("",)

    def entry_on(self, value: Json, card: str) -> Json:
        """Return the entry on one card; None for an empty one."""
        return value or None

    def with_entries(self, entries: Mapping[str, Json]) -> Json:
        """Return the value that holds these entries, by card: the reverse of `entry_on`."""
        return entries.get("") or None

    def answer_to(self, value: Json, part: str) -> Json:
        """Return what the name after the point stands for: `own-chain.event`."""
        return self.tool.lookup(value)(Ref(part))

    def block_of(self, part: str) -> Exercise | None:
        """Return the tool's block that the name after the point means; None for a number."""
        return self.tool.block(part)

    def asked_in(self, key: str) -> str:
        """Return what the field with this key belongs to: the question of the tool's block."""
        block = self.tool.block(key.split(".", maxsplit=1)[0])
        return block.text.html.striptags() if block else ""

    def fields_of_entry(self, start: str = "") -> dict[str, fields.Field]:
        """Return the fields of one form; their keys begin with `start`."""
        return {
            f"{start}{block.id}.{key}" if key else f"{start}{block.id}": one
            for block in self.asked
            for key, one in block.fields().items()
        }

    def once_begun(self, start: str = "") -> dict[str, fields.Field]:
        """Return the fields of one form that may stay empty until it is begun."""
        return fields.once_begun(self.fields_of_entry(start))

    def entry_in(self, form: Mapping[str, Any]) -> Json:
        """Return the entry from one form's data."""
        entry = {block.id: block.value(part_of(form, block.id)) for block in self.asked}
        return {block_id: value for block_id, value in entry.items() if value is not None} or None

    def form_of(self, entry: Json) -> dict[str, Any]:
        """Return one form's data for an entry."""
        return {
            f"{block.id}.{key}" if key else block.id: data
            for block in self.asked
            for key, data in block.form((entry or {}).get(block.id)).items()
        }

    def refused_in(self, form: Mapping[str, Any], kept: Json, today: date) -> dict[str, Message]:
        """Return what cannot be taken today of one form, by its keys."""
        return {
            f"{block.id}.{key}" if key else block.id: sentence
            for block in self.asked
            for key, sentence in block.refused(
                part_of(form, block.id), kept=(kept or {}).get(block.id), today=today
            ).items()
        }

    def told_of(self, entry: Json) -> tuple[tuple[str, str], ...]:
        """Return one entry part by part, as (what is asked, in words)."""
        return tuple(part for block in self.tool.asking for part in block.told((entry or {}).get(block.id)))


@dataclass(frozen=True, kw_only=True)
class ToolBlock(EntryMaker):
    """The tool's own form inside a step. Its value is the entry: {block's id: block's value}.

    What is `given` is kept with the entry as if the patient had chosen it.
    """

    kind = "tool"
    settings = MappingProxyType(
        {
            "tool": Setting(settings_read.an_id, required=True, field="tool_id"),
            "need": Setting(settings_read.zero_or_one),
            "with": Setting(settings_read.two_ids, field="given"),
        }
    )

    given: tuple[str, str] | None = None  # a choice of the tool's and its option, known on this step

    @property
    def given_block(self) -> Choice | None:
        """Return the choice that needs no asking here, for the step knows its answer."""
        block = self.tool.block(self.given[0]) if self.given else None
        return block if isinstance(block, Choice) else None

    @property
    def given_in_words(self) -> str:
        """Return the answer that the step knows; "" for none."""
        return self.given_block.words_of(self.given[1]) if self.given_block and self.given else ""

    @property
    def asked(self) -> tuple[Exercise, ...]:
        return tuple(block for block in self.tool.asking if block is not self.given_block)

    def fields(self) -> dict[str, fields.Field]:
        return self.fields_of_entry() if self.need else self.once_begun()

    def value(self, form: Mapping[str, Any]) -> Json:
        entry = self.entry_in(form)
        return {**entry, self.given[0]: self.given[1]} if entry and self.given else entry

    def form(self, value: Json) -> dict[str, Any]:
        return self.form_of(value)

    def refused(self, form: Mapping[str, Any], *, kept: Json, today: date) -> dict[str, Message]:
        return self.refused_in(form, kept, today)

    def in_words(self, value: Json) -> str:
        return self.tool.in_words(value) if value else ""

    def told(self, value: Json) -> tuple[tuple[str, str], ...]:
        return self.told_of(value)


def part_of(form: Mapping[str, Any], block_id: str) -> dict[str, Any]:
    """Return the part of a form that belongs to one block, by that block's own keys."""
    start = f"{block_id}."
    part = {key.removeprefix(start): data for key, data in form.items() if key.startswith(start)}
    return part | ({"": form[block_id]} if block_id in form else {})
