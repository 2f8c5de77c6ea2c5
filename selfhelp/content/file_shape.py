"""Reads the shape of one author's file, line by line. What does not fit becomes a problem; nothing raises."""

import re

from selfhelp.content.grammar import RawBlock, RawFile, RawItem, Span
from selfhelp.content.messages import Fact
from selfhelp.content.problems import Place, Problem

FENCE = ":::"
FRONT = "---"
OPENING = re.compile(r"\s*:::\s*(?P<kind>[^\s:]\S*)(?:\s+(?P<id>\S+))?(?P<rest>.*)")
SETTING = re.compile(r"(?P<word>[a-z][a-z-]*):(?P<value>(?:\s.*)?)")
ITEM = re.compile(r"-\s+\((?P<id>[^\s:()]+)\s*(?::(?P<note>[^()]*))?\)(?P<words>.*)")
FEEDBACK = re.compile(r"  >(?P<words>.*)")


def read_file(path: str, source: str) -> RawFile:
    """Read one file's shape. Never raises: what does not fit becomes a problem."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raw = RawFile(path, text.split("\n"))
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

    @property
    def at_fence(self) -> bool:
        return self.line.lstrip().startswith(FENCE)

    def place(self, column: int = 0, width: int = 1) -> Place:
        return Place(self.raw.path, self.at + 1, column + 1, max(width, 1))

    def span(self, start: int, text: str) -> Span:
        """Return text of this line without the spaces around it."""
        clean = text.strip()
        column = start + (len(text) - len(text.lstrip()) if clean else 0)
        return Span(clean, self.place(column, len(clean)))

    def break_off(self, place: Place, rule: str, **facts: Fact) -> None:
        """Complain about the file's shape."""
        self.raw.complain(place, rule, **facts)
        self.raw.broken = True

    def read(self) -> None:
        self._front_matter()
        while self.more:
            if self.at_fence:
                self._block()
            else:
                self._prose()

    def _front_matter(self) -> None:
        if self.line.rstrip() != FRONT:
            self.break_off(self.place(width=len(self.line)), "front-matter-missing")
            return
        self.at += 1
        while self.more and self.line.strip() and self.line.rstrip() != FRONT and not self.at_fence:
            self.raw.front_unread |= not self._setting(self.raw.front, self.raw.front_words)
        if not self.more or self.line.rstrip() != FRONT:
            self.at = min(self.at, len(self.raw.lines) - 1)
            self.break_off(self.place(width=len(self.line)), "front-matter-open")
            return
        self.at += 1
        if self.more and self.line.strip():
            self.break_off(self.place(width=len(self.line)), "front-matter-gap")

    def _setting(self, settings: dict[str, Span], words: dict[str, Span]) -> bool:
        """Read `word: value` on this line; tell whether it is one."""
        match = SETTING.fullmatch(self.line)
        if match is None:
            self.raw.complain(self.place(width=len(self.line)), "setting-shape", line=self.line.strip())
        elif match["word"] in settings:
            self.raw.complain(self.place(width=len(match["word"])), "setting-twice", word=match["word"])
        else:
            settings[match["word"]] = self.span(match.start("value"), match["value"])
            words[match["word"]] = self.span(0, match["word"])
        self.at += 1
        return match is not None

    def _prose(self) -> None:
        start = self.at
        while self.more and not self.at_fence:
            self.at += 1
        if text := self._text_between(start, self.at):
            self.raw.parts.append(text)

    def _check_pushed_in(self) -> None:
        """Complain about spaces before a fence; it is still read as one."""
        if pushed := len(self.line) - len(self.line.lstrip()):
            self.raw.complain(self.place(pushed, 3), "fence-pushed-in")

    def _text_between(self, start: int, end: int) -> Span | None:
        """Return the lines as one text without the empty ones around it."""
        while start < end and not self.raw.lines[start].strip():
            start += 1
        while end > start and not self.raw.lines[end - 1].strip():
            end -= 1
        if start == end:
            return None
        text = "\n".join(self.raw.lines[start:end])
        return Span(text, Place(self.raw.path, start + 1, 1, max(len(self.raw.lines[start]), 1)))

    def _block(self) -> None:
        self._check_pushed_in()
        block = self._opening()
        self.at += 1
        if block is None:
            return
        start = self._settings(block)
        while self.more and not self.at_fence and not self._at_item():
            self.at += 1
        block.text = self._text_between(start, self.at)
        strays: list[Problem] = []
        while self.more and not self.at_fence:
            self._item_line(block, strays)
        self._closing(block, strays)
        self.raw.parts.append(block)

    def _settings(self, block: RawBlock) -> int:
        """Read the settings; return the line where the text begins.

        One line that is no setting is told; what stands below it is most likely the text.
        """
        while self.more and self.line.strip() and not self.at_fence and not self._at_item():
            if not self._setting(block.settings, block.setting_words):
                block.unread = True
                return self.at - 1
        return self.at

    def _opening(self) -> RawBlock | None:
        match = OPENING.fullmatch(self.line.rstrip())
        if match is None:
            rule = "fence-stray" if self.line.strip() == FENCE else "fence-shape"
            self.break_off(self.place(width=len(self.line.rstrip())), rule, line=self.line.strip())
            return None
        kind = self.span(match.start("kind"), match["kind"])
        after = max(match.start("id"), 0) or match.end("kind")
        if match["rest"].strip():
            rest = self.span(match.start("rest"), match["rest"])
            self.raw.complain(rest.place, "fence-shape.rest", rest=rest.text)
        return RawBlock(kind, self.span(after, match["id"] or ""))

    def _at_item(self) -> bool:
        return ITEM.match(self.line) is not None

    def _item_line(self, block: RawBlock, strays: list[Problem]) -> None:
        if match := ITEM.fullmatch(self.line.rstrip()):
            note = None if match["note"] is None else self.span(match.start("note"), match["note"])
            option_id = self.span(match.start("id"), match["id"])
            block.items.append(RawItem(option_id, note, self.span(match.start("words"), match["words"])))
        elif (match := FEEDBACK.fullmatch(self.line)) and block.items:
            self._feedback(block, self.span(match.start("words"), match["words"]))
        elif self.line.strip():
            rule = "option-shape" if self.line.lstrip().startswith(("- ", "* ")) else "text-after-options"
            if rule == "option-shape" or rule not in {stray.rule for stray in strays}:
                strays.append(self.raw.problem(self.place(width=len(self.line)), rule))
        self.at += 1

    def _feedback(self, block: RawBlock, words: Span) -> None:
        last = block.items[-1]
        if last.feedback is not None:
            words = Span(f"{last.feedback.text}\n{words.text}", last.feedback.place)
        block.items[-1] = RawItem(last.id, last.note, last.words, words)

    def _closing(self, block: RawBlock, strays: list[Problem]) -> None:
        """Close the block. An open one has swallowed what follows: strays in it are not told."""
        if self.more and self.line.strip() == FENCE:
            self._check_pushed_in()
            self.raw.problems += strays
            block.unread = block.unread or bool(strays)
            self.at += 1
            return
        block.unread = True
        line = str(min(self.at + 1, len(self.raw.lines)))
        self.break_off(block.kind.place, "fence-open", block=block.name, line=line)
