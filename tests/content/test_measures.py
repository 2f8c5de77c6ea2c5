"""How hard a text is to read, against texts whose measure is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.content.checks.measures import ease, grade, lix, sentences_in, syllables, words_in

SYLLABLES = {
    1: """the a I you take takes hoped walked through thought friend eyes help calm weighed changed once tired
        moved please asked brown school house time these whole""",
    2: """doctor people able table handled noted changes being going lion quiet science something someone
        feeling heavy better today lonely reading useful homework moment other worry study nothing
        evening morning sleeping different phoning places houses early answer""",
    3: """family anyone everything appointment idea area video diary actual important energy medicine
        remember together another activity's surgery""",
    4: "activity programme's-everything depression's-idea information January",
}


class TestSyllables:
    @pytest.mark.parametrize(
        ("word", "count"),
        [(word, count) for count in (1, 2, 3) for word in SYLLABLES[count].split() if "'" not in word],
    )
    def test_of_common_words(self, word: str, count: int) -> None:
        assert syllables(word) == count

    @pytest.mark.parametrize(
        ("word", "count"),
        [("activity", 4), ("information", 4), ("self-help", 2), ("Ida’s", 2), ("you’re", 1), ("113", 1)],
    )
    def test_of_others(self, word: str, count: int) -> None:
        assert syllables(word) == count

    @given(st.text(min_size=1))
    def test_are_one_at_least(self, word: str) -> None:
        assert syllables(word) >= 1 or not words_in(word)


class TestSentencesIn:
    @pytest.mark.parametrize(
        ("text", "sentences"),
        [
            ("En. To.", ["En.", "To."]),
            ("«Kommer du?» spør hun. Ja.", ["«Kommer du?» spør hun.", "Ja."]),
            ("«Kommer du?» Hun spør.", ["«Kommer du?»", "Hun spør."]),
            ("Husk: ring 113.", ["Husk:", "ring 113."]),
            ("Kl. 12.30 ringte hun.", ["Kl.", "12.30 ringte hun."]),
            ("bl.a. dette og f.eks. hint", ["bl.a. dette og f.eks. hint"]),
            ("Uten punktum", ["Uten punktum"]),
            ("… ! ?", []),
            ("", []),
        ],
    )
    def test_ends_where_a_reader_stops(self, text: str, sentences: list[str]) -> None:
        assert [sentence for _, sentence in sentences_in(text)] == sentences

    @given(st.text())
    def test_tells_where_each_begins(self, text: str) -> None:
        for start, sentence in sentences_in(text):
            assert text[start : start + len(sentence)] == sentence


class TestLix:
    def test_counts_sentences_and_long_words(self) -> None:
        # 10 words in 2 sentences, 1 of them long: 10 / 2 + 100 * 1 / 10
        assert lix(["Hun venter på bussen hver dag.", "Holdeplassen ligger langt unna."]) == 15

    def test_of_the_tone_guides_sample_is_low(self) -> None:
        text = """Ida sender en melding til Nora: «Skal vi spise i kantina?» Det går to timer. Nora svarer
        ikke. Ida tenker: «Hun vil ikke ha meg med.» Hun blir trist, og det knyter seg i magen. Så legger hun
        seg og slår av telefonen. Kvelden blir lang. Nora svarte klokka åtte. Hun hadde hatt lab hele dagen.
        Det som gjorde vondt først, var ikke meldingen. Det var tanken som kom."""

        assert lix(sentence for _, sentence in sentences_in(text)) == pytest.approx(13.5, abs=1.5)

    def test_of_nothing_is_nought(self) -> None:
        assert lix([]) == 0


class TestGrade:
    def test_of_the_tone_guides_sample_is_low(self) -> None:
        text = """Ida texts Nora: “Shall we eat in the canteen?” Two hours go by. Nora does not answer. Ida
        thinks: “She would rather be without me.” She feels sad and her stomach tightens. She goes to bed and
        turns off her phone. The evening is long."""

        assert grade(sentence for _, sentence in sentences_in(text)) == pytest.approx(1, abs=1)

    def test_of_a_learned_text_is_high(self) -> None:
        text = """Cognitive behavioural psychotherapy emphasises collaborative empiricism, systematically
        identifying dysfunctional interpretations contributing to psychological deterioration."""

        assert grade([text]) > 20

    def test_of_nothing_is_nought(self) -> None:
        assert grade([]) == 0
        assert grade(["Go."]) == 0


class TestEase:
    def test_counts_words_and_syllables(self) -> None:
        # 6 words of one syllable in one sentence: 206.835 - 1.015 * 6 - 84.6
        assert ease(["The cat sat on the mat."]) == pytest.approx(116.145)

    def test_of_a_learned_text_is_low(self) -> None:
        assert ease(["Collaborative empiricism identifies dysfunctional interpretations."]) < 0

    def test_of_nothing_is_easy(self) -> None:
        assert ease([]) == 100
