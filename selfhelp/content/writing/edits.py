"""Changes in a file by line and column. What is not named stays byte for byte."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from selfhelp.content.file_shape import FENCE
from selfhelp.content.grammar import RawBlock, RawFile
from selfhelp.content.problems import Place

NEWLINE = re.compile(r"\r\n|\r|\n")
MARK_OF_ORDER = "\ufeff"  # some editors put it first in a file; it belongs to no line


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """So many letters from a place on, and what stands there instead."""

    line: int
    column: int
    width: int
    new: str

    @classmethod
    def at(cls, place: Place, new: str) -> Self:
        """Put words in the place of what is marked."""
        return cls(place.line, place.column, place.width, new)

    @classmethod
    def above(cls, line: int, new: str) -> Self:
        """Put whole lines above a line."""
        return cls(line, 1, 0, new)

    @classmethod
    def without(cls, raw: RawFile, line: int) -> Self:
        """Take a whole line out, its end too."""
        return cls(line, 1, len(raw.lines[line - 1]) + 1, "")


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits made; new lines end as the file's own do."""
    ends = list(NEWLINE.finditer(text))
    first = len(MARK_OF_ORDER) if text.startswith(MARK_OF_ORDER) else 0
    starts = [first, *(end.end() for end in ends)]
    own_end = ends[0][0] if ends else "\n"
    for edit in sorted(edits, reverse=True):
        if edit.line > len(starts):
            text += edit.new.replace("\n", own_end)
            continue
        at = starts[edit.line - 1] + edit.column - 1
        end = ends[edit.line - 1] if edit.line <= len(ends) else None
        stop = end.end() if end and at + edit.width > end.start() else at + edit.width
        text = text[:at] + edit.new.replace("\n", own_end) + text[stop:]
    return text


def line_below(raw: RawFile, block: RawBlock) -> int:
    """Return the number of the line that follows a block."""
    lines = enumerate(raw.lines[block.kind.place.line :], block.kind.place.line + 1)
    return 1 + next(number for number, line in lines if line.strip() == FENCE)
