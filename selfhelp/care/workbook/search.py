"""Finding words in the workbook: capitals, accents and the order of the words make no difference."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from selfhelp.care.workbook.value import Part, Piece, Workbook
from selfhelp.exercises.words import Message

LONGEST = 80  # letters of a search


def terms_in(words: str) -> tuple[str, ...]:
    """Return the words that are searched for."""
    return tuple(dict.fromkeys(filter(None, map(folded, words[:LONGEST].split()))))


def found(workbook: Workbook, terms: Sequence[str]) -> Workbook:
    """Return what holds all of these words: in what was written, in what was asked, or in a title."""
    parts = (
        replace(part, pieces=tuple(one for one in part.pieces if _holds(part, one, terms)))
        for part in workbook.parts
    )
    return Workbook(tuple(part for part in parts if part.pieces))


def spans(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Return where these words stand in a text, as (first, end), in order and apart from each other."""
    letters = [(letter, at) for at, one in enumerate(text) for letter in folded(one)]
    plain = "".join(letter for letter, _ in letters)
    hits = sorted(
        (letters[first][1], _end(text, letters[first + len(term) - 1][1] + 1))
        for term in terms
        for first in _places(plain, term)
    )
    joined: list[tuple[int, int]] = []
    for first, end in hits:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((first, end))
    return joined


def folded(words: str) -> str:
    """Return words as they are compared: in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _holds(part: Part, piece: Piece, terms: Sequence[str]) -> bool:
    said = (part.title, piece.heading, *(one for line in piece.lines for one in (line.question, line.words)))
    text = folded(" ".join(one for one in said if not isinstance(one, Message)))
    return all(term in text for term in terms)


def _places(plain: str, term: str) -> Iterator[int]:
    at = plain.find(term)
    while at >= 0:
        yield at
        at = plain.find(term, at + len(term))


def _end(text: str, end: int) -> int:
    """Return where a letter ends, with the accents that are written after it."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
