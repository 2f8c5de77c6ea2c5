"""Searching the workbook: capitals and accents make no difference, and what was found can be marked."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.care.workbook.search import LONGEST, folded, found, spans, terms_in
from selfhelp.care.workbook.value import Line, Part, Piece, Workbook
from selfhelp.exercises.words import Message

NO_MARKS = str.maketrans("", "", "[]")
DAY = date(2026, 11, 28)


def piece(name: str, question: str, words: str) -> Piece:
    return Piece(name, DAY, (Line(question, words),))


WORKBOOK = Workbook(
    (
        Part(
            "module-link",
            "module",
            "Tanker",
            (piece("one", "Hva skjedde?", "Jeg gikk på kafé"), piece("two", "Hva tenkte du?", "Typisk meg")),
        ),
        Part("tool-chain", "tool", Message("The chain"), (piece("three", "Hva skjedde?", "Bussen gikk"),)),
    )
)


def names(words: str) -> list[str]:
    return [one.id for part in found(WORKBOOK, terms_in(words)).parts for one in part.pieces]


class TestFound:
    @pytest.mark.parametrize(
        ("words", "pieces"),
        [
            ("gikk", ["one", "three"]),
            ("GIKK kafe", ["one"]),
            ("kafé gikk", ["one"]),
            ("kafe\u0301", ["one"]),
            ("tenkte", ["two"]),
            ("tanker", ["one", "two"]),
            ("fjell", []),
            ("gikk fjell", []),
            ("chain", []),  # a word of the interface, not of the patient or the author
        ],
    )
    def test_is_what_holds_every_word(self, words: str, pieces: list[str]) -> None:
        assert names(words) == pieces


class TestTerms:
    def test_are_the_words_once_each(self) -> None:
        assert terms_in("  Gå  gå ") == ("ga",)

    def test_are_never_more_than_a_line(self) -> None:
        assert sum(map(len, terms_in("a" * 500))) == LONGEST


class TestSpans:
    @pytest.mark.parametrize(
        ("text", "words", "marked"),
        [
            ("Jeg gikk på kafé", "KAFE", "Jeg gikk på [kafé]"),
            ("Jeg gikk på kafe\u0301.", "kafe", "Jeg gikk på [kafe\u0301]."),
            ("anna og Anna", "anna", "[anna] og [Anna]"),
            ("Straße", "strasse", "[Straße]"),
            ("abcd", "abc bcd", "[abcd]"),
            ("abcd", "ab cd", "[abcd]"),
            ("ﬁn", "fi", "[ﬁ]n"),
            ("", "a", ""),
        ],
    )
    def test_are_where_the_words_stand(self, text: str, words: str, marked: str) -> None:
        assert self.marked(text, words) == marked

    @given(text=st.text(max_size=40), words=st.text(max_size=10))
    def test_lose_no_letter_and_hold_what_was_searched_for(self, text: str, words: str) -> None:
        terms, at = terms_in(words), spans(text, terms_in(words))

        assert self.marked(text, words).translate(NO_MARKS) == text.translate(NO_MARKS)
        assert all(first < end for first, end in at)
        assert all(one[1] < other[0] for one, other in pairwise(at))
        assert all(any(term in folded(text[first:end]) for term in terms) for first, end in at)

    def marked(self, text: str, words: str) -> str:
        for first, end in reversed(spans(text, terms_in(words))):
            text = f"{text[:first]}[{text[first:end]}]{text[end:]}"
        return text
