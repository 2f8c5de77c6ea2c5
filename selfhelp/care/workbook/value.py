"""The workbook as a plain value. Page, sheet, PDF and files are renderings of it, and add nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from selfhelp.exercises.words import Json, Message

GONE = Message("A part that is no longer here")
NOT_ASKED_NOW = Message("This is no longer asked. It stays here for you to read.")
NOT_CHOSEN = Message("You wrote this in another window, and have not yet chosen which text is to stay.")


@dataclass(frozen=True, slots=True)
class Line:
    """A question as it was asked, and the answer: words, or a day.

    `question` is "" where nothing was asked in words, and where nobody knows any more. `name` is the
    exercise's or the block's id; `on` the day the answer was given, where it has one of its own.
    """

    question: str
    words: str = ""
    day: date | None = None
    name: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is edited: on a page of a step, or in an entry of a tool; else it is the card."""

    module: str = ""
    step: str = ""
    page: int = 1
    tool: str = ""
    entry: UUID | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """What was written in one go: on a page of a step, in an entry, a questionnaire, a card.

    `heading` is what it was written under, "" for what is known by its day. `saved` is what is stored, by the
    authors' ids, for whoever reads it with a machine.
    """

    id: str
    on: date
    lines: tuple[Line, ...]
    heading: str = ""
    for_day: date | None = None
    notes: tuple[Message, ...] = ()
    spot: Spot | None = None
    saved: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A module or a tool with all that was written there; or the questionnaires, or the cards.

    `id` is what its page is found by, and tells nothing of what was written.
    """

    id: str
    kind: Literal["module", "tool", "more"]
    title: str
    pieces: tuple[Piece, ...]

    @property
    def newest(self) -> date | None:
        """Return the day something was last written here; None where only appointments stand."""
        return max((piece.on for piece in self.pieces if piece.lines), default=None)


@dataclass(frozen=True, slots=True)
class Workbook:
    """All that one patient wrote: modules first, then tools, questionnaires, cards with appointments."""

    parts: tuple[Part, ...]

    def part(self, part_id: str) -> Part | None:
        """Return one part."""
        return next((part for part in self.parts if part.id == part_id), None)
