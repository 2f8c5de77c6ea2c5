"""The shape of an author's file: front matter, prose, blocks. Words and places, no meaning yet."""

import re
from dataclasses import dataclass, field

from selfhelp.content.problems import Place, Problem

OPENING = re.compile(r":::\s*(?P<kind>\S+)(?:\s+(?P<id>\S+))?(?P<rest>.*)")
SETTING = re.compile(r"(?P<word>[a-z][a-z-]*):(?:\s+(?P<value>.*\S))?\s*$")
ITEM = re.compile(r"-\s+\((?P<id>[^\s:()]+)(?::\s*(?P<note>[^()]*?))?\s*\)\s*(?P<words>.*)")
FENCE = ":::"


@dataclass(frozen=True, slots=True)
class Span:
    """Some text and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class RawItem:
    """`- (id: note) words`, with the feedback nested below it."""

    id: Span
    note: Span | None
    words: Span
    feedback: Span | None = None


@dataclass(slots=True)
class RawBlock:
    """`::: kind id` … `:::`."""

    kind: Span
    id: Span
    settings: dict[str, Span] = field(default_factory=dict)
    setting_words: dict[str, Span] = field(default_factory=dict)
    text: Span | None = None
    items: list[RawItem] = field(default_factory=list)


@dataclass(slots=True)
class RawFile:
    """One file as written. `parts` holds prose and blocks in order."""

    path: str
    lines: list[str]
    front: dict[str, Span] = field(default_factory=dict)
    front_words: dict[str, Span] = field(default_factory=dict)
    parts: list[Span | RawBlock] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def blocks(self) -> list[RawBlock]:
        """Return the blocks, in order."""
        return [part for part in self.parts if isinstance(part, RawBlock)]

    def complain(self, place: Place, rule: str, wrong: str, mend: str = "") -> None:
        """Keep a problem with its excerpt."""
        self.problems.append(self.problem(place, rule, wrong, mend))

    def problem(self, place: Place, rule: str, wrong: str, mend: str = "") -> Problem:
        """Return a problem with the lines around its place."""
        first = max(place.line - 1, 1)
        excerpt = tuple((n, self.lines[n - 1]) for n in range(first, place.line + 1) if n <= len(self.lines))
        return Problem(place, rule, wrong, mend, "error", excerpt)


def read_file(path: str, source: str) -> RawFile:
    """Read one file's shape. Never raises: what does not fit becomes a problem."""
    raw = RawFile(path, source.replace("\r\n", "\n").split("\n"))
    _Reader(raw).read()
    return raw


class _Reader:
    """Goes through the lines once."""

    def __init__(self, raw: RawFile) -> None:
        self.raw = raw
        self.at = 0

    @property
    def line(self) -> str:
        return self.raw.lines[self.at]

    @property
    def more(self) -> bool:
        return self.at < len(self.raw.lines)

    def place(self, column: int = 0, width: int = 1) -> Place:
        return Place(self.raw.path, self.at + 1, column + 1, max(width, 1))

    def read(self) -> None:
        self._front_matter()
        while self.more:
            if self.line.startswith(FENCE):
                self._block()
            else:
                self._prose()

    def _front_matter(self) -> None:
        if not self.raw.lines or self.line.rstrip() != "---":
            self.raw.complain(
                self.place(width=len(self.line) if self.more else 1),
                "front-matter-missing",
                "The file does not begin with front matter.",
                "Begin with three hyphens, a line such as  title: The chain  and three hyphens again.",
            )
            return
        opened = self.place(width=3)
        self.at += 1
        while self.more and self.line.rstrip() != "---":
            if self.line.startswith(("#", FENCE)) or (not self.line.strip()):
                break
            self._setting(self.raw.front, self.raw.front_words)
        if self.more and self.line.rstrip() == "---":
            self.at += 1
            return
        self.raw.complain(
            opened,
            "front-matter-open",
            "The front matter is never closed.",
            "Close it with a line of three hyphens: ---",
        )

    def _setting(self, settings: dict[str, Span], words: dict[str, Span]) -> None:
        """Read `word: value` on this line."""
        match = SETTING.fullmatch(self.line)
        if match is None:
            self.raw.complain(
                self.place(width=len(self.line)),
                "setting-shape",
                f'"{self.line.strip()}" is not a setting.',
                "Write  word: value . An empty line ends the settings; text comes after it.",
            )
        elif match["word"] in settings:
            self.raw.complain(
                self.place(width=len(match["word"])),
                "setting-twice",
                f'"{match["word"]}" stands twice.',
                "Keep one of the lines.",
            )
        else:
            value = match["value"] or ""
            settings[match["word"]] = Span(value, self.place(max(match.start("value"), 0), len(value)))
            words[match["word"]] = Span(match["word"], self.place(0, len(match["word"])))
        self.at += 1

    def _prose(self) -> None:
        start = self.at
        while self.more and not self.line.startswith(FENCE):
            if self.line.lstrip().startswith(FENCE):
                self._complain_pushed_in()
            self.at += 1
        text = self._text_between(start, self.at)
        if text:
            self.raw.parts.append(text)

    def _complain_pushed_in(self) -> None:
        self.raw.complain(
            self.place(len(self.line) - len(self.line.lstrip()), 3),
            "fence-pushed-in",
            'The sign ":::" is pushed in, so it would be read as text.',
            "Take away the spaces before it.",
        )

    def _text_between(self, start: int, end: int) -> Span | None:
        """Return the lines as one text without the empty ones around it."""
        while start < end and not self.raw.lines[start].strip():
            start += 1
        while end > start and not self.raw.lines[end - 1].strip():
            end -= 1
        if start == end:
            return None
        text = "\n".join(self.raw.lines[start:end])
        return Span(text, Place(self.raw.path, start + 1, 1, len(self.raw.lines[start])))

    def _block(self) -> None:
        block = self._opening()
        self.at += 1
        if block is None:
            return
        while self.more and self.line.strip() and not self.line.startswith(FENCE):
            self._setting(block.settings, block.setting_words)
        start = self.at
        while self.more and not self.line.startswith(FENCE) and not self._at_item():
            self.at += 1
        block.text = self._text_between(start, self.at)
        while self.more and not self.line.startswith(FENCE):
            self._item_line(block)
        self._closing(block)
        self.raw.parts.append(block)

    def _opening(self) -> RawBlock | None:
        match = OPENING.fullmatch(self.line.rstrip())
        if match is None:
            stray = self.line.strip() == FENCE
            self.raw.complain(
                self.place(width=len(self.line.rstrip())),
                "fence-stray" if stray else "fence-shape",
                'This ":::" closes nothing.' if stray else f'"{self.line.strip()}" opens no block.',
                "Take it out, or open a block above it." if stray else "Write  ::: kind id",
            )
            return None
        kind = Span(match["kind"], self.place(match.start("kind"), len(match["kind"])))
        block_id = match["id"] or ""
        column = match.start("id") if block_id else match.end("kind")
        if match["rest"].strip():
            self.raw.complain(
                self.place(match.start("rest") + 1, len(match["rest"].strip())),
                "fence-shape",
                f'"{match["rest"].strip()}" stands after the block\'s id.',
                "Write settings on the lines below, one  word: value  a line.",
            )
        return RawBlock(kind, Span(block_id, self.place(column, len(block_id))))

    def _at_item(self) -> bool:
        return ITEM.match(self.line) is not None

    def _item_line(self, block: RawBlock) -> None:
        if match := ITEM.fullmatch(self.line.rstrip()):
            note = (
                None
                if match["note"] is None
                else Span(match["note"], self.place(match.start("note"), len(match["note"])))
            )
            block.items.append(
                RawItem(
                    Span(match["id"], self.place(match.start("id"), len(match["id"]))),
                    note,
                    Span(match["words"], self.place(match.start("words"), len(match["words"]))),
                )
            )
        elif self.line.startswith("  >") and block.items:
            self._feedback(block)
        elif self.line.strip():
            self._stray_line(block)
        self.at += 1

    def _feedback(self, block: RawBlock) -> None:
        words = self.line[3:].strip()
        last = block.items[-1]
        if last.feedback is not None:
            words = f"{last.feedback.text} {words}"
        place = last.feedback.place if last.feedback else self.place(4, len(words))
        block.items[-1] = RawItem(last.id, last.note, last.words, Span(words, place))

    def _stray_line(self, block: RawBlock) -> None:
        if self.line.lstrip().startswith(FENCE):
            self._complain_pushed_in()
            return
        if block.kind.text == "ask" or self.line.lstrip().startswith(("- ", "* ")):
            wrong, mend = (
                "This line is no option.",
                "Write  - (id) words , the id in small letters, digits and hyphens.",
            )
        else:
            wrong = "This text stands after the options."
            mend = 'Move it above the first option; feedback to an option begins with "  > ".'
        self.raw.complain(self.place(width=len(self.line)), "option-shape", wrong, mend)

    def _closing(self, block: RawBlock) -> None:
        if self.more and self.line.strip() == FENCE:
            self.at += 1
            return
        self.raw.complain(
            block.kind.place,
            "fence-open",
            f'The block "{" ".join(filter(None, (block.kind.text, block.id.text)))}" is never closed.',
            "Close it with a line of three colons: :::",
        )
