"""An entry of a tool, or a worked example, as the views draw it: what was asked, what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from selfhelp.exercises.choice import Choice
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.text import Text
from selfhelp.exercises.words import Json, Saved


@dataclass(frozen=True, slots=True)
class Row:
    """One block of a tool and its answer: "" and None for a block that was left open."""

    block: Exercise
    words: str
    value: Json = None

    @property
    def name(self) -> str:
        """Return what the block is called."""
        return self.block.label

    @property
    def is_number(self) -> bool:
        """Tell whether the answer says nothing without its name beside it."""
        return isinstance(self.block, Scale)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder."""

    words: str
    state: Literal["done", "chosen", "open"]


Rows = tuple[Row, ...]


def rows_of(blocks: Sequence[Exercise], entry: Saved) -> Rows:
    """Return an entry's rows, one for each block that asks."""
    return tuple(
        Row(block, block.in_words(entry[block.id]) if block.id in entry else "", entry.get(block.id))
        for block in blocks
    )


def example_rows(
    blocks: Sequence[Exercise], words: Mapping[str, str], strengths: Mapping[str, Mapping[str, int]]
) -> Rows:
    """Return the rows of a worked example: its author wrote words, and numbers for some options."""
    return tuple(
        Row(block, block.in_words(dict(strengths[block.id])), dict(strengths[block.id]))
        if block.id in strengths
        else Row(block, words.get(block.id, ""), _meant(block, words.get(block.id, "")))
        for block in blocks
    )


def rungs_of(rows: Rows, *, done: bool) -> tuple[tuple[Rung, ...], Rows]:
    """Return a ladder's rungs, the lowest first, and the rows that are none.

    Where the rungs are the options of a choice, the chosen one is marked, and whether it is `done`. Else they
    are the texts that are not required, and the options of the block for afterwards say which are done.
    """
    choice = next((row for row in rows if isinstance(row.block, Choice) and not row.block.phase), None)
    if choice:
        state: Literal["done", "chosen"] = "done" if done else "chosen"
        options = choice.block.options
        rungs = tuple(Rung(one.plain, state if one.id == choice.value else "open") for one in options)
        return rungs, tuple(row for row in rows if row is not choice)
    steps = [
        row for row in rows if isinstance(row.block, Text) and not (row.block.required or row.block.phase)
    ]
    after = next((row for row in rows if isinstance(row.block, Choices) and row.block.phase), None)
    ids = [option.id for option in after.block.options] if after else []
    climbed = {ids.index(one) for one in (after.value or () if after else ()) if one in ids}
    rungs = tuple(
        Rung(row.words, "done" if at in climbed else "open") for at, row in enumerate(steps) if row.words
    )
    return rungs, tuple(row for row in rows if row not in steps and row is not after)


def _meant(block: Exercise, words: str) -> Json:
    """Return the value that an example's words stand for, where the kind has more than words."""
    if isinstance(block, Choice):
        return next((option.id for option in block.options if option.plain == words), None)
    if isinstance(block, Choices):
        return [option.id for option in block.options if option.plain in words.split(", ")]
    if isinstance(block, Scale):
        return int(words) if words.isdecimal() else None
    return words or None
