"""The shape of an author's file: front matter, prose, blocks. Words and places, no meaning yet."""

import dataclasses
import re
from dataclasses import dataclass, field

from selfhelp.content.messages import Fact
from selfhelp.content.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Span:
    """Some text and where it stands."""

    text: str
    place: Place

    def at(self, word: str) -> Place:
        """Return where a word stands inside the text's first line; where the text begins if it does not."""
        match = re.search(rf"(?<![a-z0-9-]){re.escape(word)}(?![a-z0-9-])", self.text)
        start = match.start() if match else 0
        return self.part(start, len(word) if match else self.place.width)

    def part(self, start: int, width: int) -> Place:
        """Return the place of a part of the text, by its letters from 0."""
        before = self.text[:start]
        down = before.count("\n")
        column = start - (before.rfind("\n") + 1) + (1 if down else self.place.column)
        return Place(self.place.path, self.place.line + down, column, max(width, 1))


@dataclass(frozen=True, slots=True)
class RawItem:
    """`- (id: note) words`, with the feedback nested below it."""

    id: Span
    note: Span | None
    words: Span
    feedback: Span | None = None


@dataclass(slots=True)
class RawBlock:
    """`::: kind id` … `:::`.

    `unread`: some of its lines could not be read, so what seems missing may be there.
    """

    kind: Span
    id: Span
    settings: dict[str, Span] = field(default_factory=dict)
    setting_words: dict[str, Span] = field(default_factory=dict)
    text: Span | None = None
    items: list[RawItem] = field(default_factory=list)
    unread: bool = False

    @property
    def name(self) -> str:
        """Return what the author calls the block: its kind and id."""
        return " ".join(filter(None, (self.kind.text, self.id.text)))

    @property
    def place(self) -> Place:
        """Return the id's place; the kind's where there is no id."""
        return self.id.place if self.id.text else self.kind.place


@dataclass(slots=True)
class RawFile:
    """One file as written. `parts` holds prose and blocks in order.

    `front_unread`: a line of the front matter is no setting. `broken`: the file's shape could not be read to
    the end. In both cases what seems missing may only be unread.
    """

    path: str
    lines: list[str]
    front: dict[str, Span] = field(default_factory=dict)
    front_words: dict[str, Span] = field(default_factory=dict)
    parts: list[Span | RawBlock] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    front_unread: bool = False
    broken: bool = False

    @property
    def blocks(self) -> list[RawBlock]:
        """Return the blocks, in order."""
        return [part for part in self.parts if isinstance(part, RawBlock)]

    @property
    def locale(self) -> str:
        """Return the language's folder."""
        return self.path.split("/", maxsplit=1)[0]

    def complain(self, place: Place, rule: str, **facts: Fact) -> None:
        """Keep a problem with the lines around its place."""
        self.problems.append(self.problem(place, rule, **facts))

    def complain_whole(self, rule: str, **facts: Fact) -> None:
        """Keep a problem of the file as a whole."""
        self.problems.append(Problem(Place(self.path), rule, tuple(facts.items())))

    def problem(self, place: Place, rule: str, **facts: Fact) -> Problem:
        """Return a problem with the lines around its place."""
        first = max(place.line - 1, 1)
        excerpt = tuple((n, self.lines[n - 1]) for n in range(first, place.line + 1) if n <= len(self.lines))
        return Problem(place, rule, tuple(facts.items()), "error", excerpt)

    def warning(self, place: Place, rule: str, **facts: Fact) -> Problem:
        """Return a problem that does not keep the content from being used."""
        return dataclasses.replace(self.problem(place, rule, **facts), level="warning")
