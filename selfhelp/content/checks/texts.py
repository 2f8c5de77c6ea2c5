"""The words an author wrote, passage by passage, without the signs around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from selfhelp.content.checks.measures import sentences_in, words_in
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.pairs import by_place
from selfhelp.content.problems import Place
from selfhelp.content.prose import RECALL

LINK = re.compile(r"\[(?P<words>[^\]\n]*)\]\((?P<target>[^)\n]*)\)")
SIGNS = re.compile(r"[*`]|^\s{0,3}(?:#{1,6}|>|[-+*]|[0-9]{1,3}\.)\s", re.MULTILINE)
OWN_LINE = re.compile(r"\s{0,3}(?:#{1,6}|[-+*]|[0-9]{1,3}\.)\s")
HEADING = re.compile(r"\s{0,3}#{1,6}\s")
Role = Literal["prose", "text", "option", "feedback", "setting"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands."""

    text: str
    place: Place
    words: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a file. `conditional`: only some patients see them; `page`: on which page of the step."""

    raw: RawFile
    span: Span
    role: Role
    kind: str = ""
    conditional: bool = False
    page: int = 0

    @property
    def plain(self) -> str:
        """Return the words without signs, letter for letter in the same places."""
        return plain(self.span.text)

    def paragraphs(self) -> Iterator[tuple[Place, list[Sentence]]]:
        """Yield the paragraphs: where they begin, and their sentences. Headings are none."""
        text = self.plain
        for start, end in _paragraphs(self.span.text):
            if HEADING.match(self.span.text, start):
                continue
            found = [
                Sentence(sentence, self.span.part(start + at, len(sentence)), len(words_in(sentence)))
                for at, sentence in sentences_in(text[start:end])
            ]
            if found:
                yield self.span.part(start, 1), found


def plain(text: str) -> str:
    """Return the text with signs of Markdown blanked; a recall leaves the words that stand in for it."""
    if "{{" in text:
        text = RECALL.sub(_stand_in, text)
    if "](" in text:
        text = LINK.sub(lambda match: f" {match['words']} ".ljust(len(match[0])), text)
    return SIGNS.sub(lambda match: " " * len(match[0]), text)


def _stand_in(match: re.Match[str]) -> str:
    words = match["otherwise"] or ""
    return (
        words.rjust(match.end("otherwise") - match.start()).ljust(len(match[0]))
        if words
        else " " * len(match[0])
    )


def passages(raw: RawFile, source: RawFile) -> Iterator[Passage]:
    """Yield everything a reader sees in a file, in order; nothing of one that could not be read to its end.

    Conditions stand in the source.
    """
    if raw.broken or source.broken:
        return
    conditional = {
        key
        for key, part in by_place(source).items()
        if isinstance(part, RawBlock) and "when" in part.settings
    }
    page = 0
    for key, part in by_place(raw).items():
        if isinstance(part, Span):
            yield Passage(raw, part, "prose", page=page)
            continue
        page += part.kind.text == "page"
        for span, role in _of_block(part):
            yield Passage(raw, span, role, part.kind.text, key in conditional, page)


def _of_block(block: RawBlock) -> Iterator[tuple[Span, Role]]:
    if block.text is not None:
        yield block.text, "text"
    for item in block.items:
        if item.words.text:
            yield item.words, "option"
        if item.feedback is not None:
            yield item.feedback, "feedback"


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph begins and ends. A list item is a paragraph, and so is a heading."""
    start = at = 0
    alone = False
    for line in text.splitlines(keepends=True):
        begins = alone or not line.strip() or OWN_LINE.match(line) is not None
        if begins and at > start:
            yield start, at
            start = at
        alone = not line.strip() or HEADING.match(line) is not None
        at += len(line)
    if at > start:
        yield start, at
