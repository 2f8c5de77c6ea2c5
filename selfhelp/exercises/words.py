"""Words an author wrote, ready to be shown, with holes for the patient's own words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

# What an exercise saves: whatever JSON can carry. `None` means "not answered"; 0 and "" are not None.
Json = Any
Saved = Mapping[str, Json]
LAST_STOP = re.compile(r"(?<=[^.])\.\Z")  # not the last of three


class Message(str):
    """A sentence for the reader, written in English and translated where it is shown.

    `Message("Keep it under %(max)d letters.", max=300)`: the sentence is the key, the rest its numbers.
    """

    params: Mapping[str, object]

    def __new__(cls, sentence: str, **params: object) -> "Message":
        message = str.__new__(cls, sentence)
        message.params = params
        return message


class Borrowed(str):
    """Plain words in another language than the page they stand on, which has none of its own for them yet.

    A template marks them by itself. In an attribute, where no mark can stand, they are written `words|bare`.
    """

    language: str

    def __new__(cls, words: str, language: str) -> "Borrowed":
        borrowed = str.__new__(cls, words)
        borrowed.language = language
        return borrowed

    def __html__(self) -> Markup:
        return Markup('<span lang="{}" data-borrowed>{}</span>').format(self.language, str(self))


def in_the_language_of(words: str, written: str) -> str:
    """Return words that were made from others, borrowed if those are."""
    return Borrowed(words, written.language) if isinstance(written, Borrowed) else words


@dataclass(frozen=True, slots=True)
class Ref:
    """A name an author points at: `goal-1`, `link/goal-1`, `chain.thought`, `signs.count`."""

    name: str
    part: str = ""
    module: str = ""

    def __str__(self) -> str:
        module, part = f"{self.module}/" * bool(self.module), f".{self.part}" * bool(self.part)
        return f"{module}{self.name}{part}"


# Finds what a name stands for now: the saved value, the words or the number; None when there is nothing.
Lookup = Callable[[Ref], Json]


@dataclass(frozen=True, slots=True)
class Recall:
    """A hole in the author's words that the patient's own words fill."""

    ref: Ref
    otherwise: str


def within(words: str) -> str:
    """Return the patient's words as they stand inside the author's sentence, which has its own full stop."""
    return LAST_STOP.sub("", words)


@dataclass(frozen=True, slots=True)
class Words:
    """Rendered prose: safe HTML from the author, and holes between."""

    pieces: tuple[Markup | Recall, ...] = ()
    source: str = ""

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def filled(self, in_words: Callable[[Ref], str]) -> Markup:
        """Return the HTML with every hole filled; the patient's words are always escaped."""
        return Markup("").join(
            piece if isinstance(piece, Markup) else escape(within(in_words(piece.ref)) or piece.otherwise)
            for piece in self.pieces
        )

    @property
    def html(self) -> Markup:
        """Return the HTML with the holes filled by the author's stand-in words."""
        return self.filled(lambda _ref: "")

    @property
    def recalls(self) -> tuple[Recall, ...]:
        """Return the holes, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Recall))


NO_WORDS = Words()
