"""A tool: something repeatable the patient keeps, made of the same blocks as a step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from selfhelp.exercises.choice import Choice
from selfhelp.exercises.conditions import Condition, holds
from selfhelp.exercises.day import Day, day_in
from selfhelp.exercises.exercise import Exercise, GpLevel, renamed
from selfhelp.exercises.tool_numbers import Number, Pair, names_of, numbers_of, pairs_of
from selfhelp.exercises.tool_rows import Rows, Rung, example_rows, rows_of, rungs_of
from selfhelp.exercises.words import NO_WORDS, Json, Lookup, Ref, Saved, Words

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
    picture: str = ""  # a small drawing beside its name; it says nothing the words do not
    text: Words = NO_WORDS
    link_question: str = ""
    view: View = "list"
    keeps: Literal["many", "one"] = "many"
    gp: GpLevel = "count"
    meant_for: Literal["", "safety"] = ""  # offered to somebody in danger
    blocks: tuple[Exercise, ...] = ()
    examples: tuple[Example, ...] = ()
    shows: tuple[Shows, ...] = ()
    gp_number: Words = NO_WORDS  # the number beside the home practice, on the doctor's page
    edition: str = ""  # the hash of its files: see `content.editions`

    @property
    def name(self) -> str:
        """Return what its editions are found by."""
        return f"tools/{self.id}"

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
