"""What all entries of a tool come to: means as they are shown, and nothing where a number is missing."""

import pytest

from exercises.examples import options
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.text import Text
from selfhelp.exercises.tool_numbers import (
    is_kept_for_numbers,
    mean,
    names_of,
    numbers_of,
    pairs_of,
)
from selfhelp.exercises.words import Saved

GUESS, PLEASURE = Scale(id="guess"), Scale(id="pleasure", compares="guess")
BLOCKS = (Text(id="what"), GUESS, PLEASURE, Scale(id="mastery"))
FEELINGS = Strengths(id="feelings", options=options("sad", "afraid"))


class TestNumbersOf:
    def test_counts_only_entries_with_both_numbers(self) -> None:
        entries: list[Saved] = [
            {"guess": 2, "pleasure": 5, "mastery": 0},
            {"guess": 3, "pleasure": 6},
            {"guess": 9},
            {"pleasure": 0},
        ]

        assert numbers_of(BLOCKS, entries) == {
            "guess-mean": 2.5,
            "pleasure-mean": 5.5,
            "pleasure-change": 3,
            "pleasure-count": 2,
            "mastery-mean": 0,
            "mastery-count": 1,
        }

    def test_is_nothing_where_there_is_nothing(self) -> None:
        assert numbers_of(BLOCKS, [{"what": "Gå"}]) == {}
        assert numbers_of(BLOCKS, []) == {}

    def test_makes_the_change_the_difference_of_what_is_shown(self) -> None:
        entries = [{"guess": 1, "pleasure": 1}, {"guess": 1, "pleasure": 1}, {"guess": 2, "pleasure": 3}]

        found = numbers_of(BLOCKS, entries)

        assert (found["guess-mean"], found["pleasure-mean"]) == (1.3, 1.7)
        assert found["pleasure-change"] == 0.4

    def test_compares_a_scale_with_the_strongest_of_the_words(self) -> None:
        blocks = (FEELINGS, Scale(id="now", ends=(0, 100), compares="feelings"))
        entries: list[Saved] = [
            {"feelings": {"sad": 80, "afraid": 20}, "now": 40},
            {"feelings": {"sad": None}, "now": 10},
        ]

        assert numbers_of(blocks, entries) == {
            "feelings-mean": 80,
            "now-mean": 40,
            "now-change": -40,
            "now-count": 1,
        }

    def test_compares_words_with_the_same_words(self) -> None:
        after = Strengths(id="feelings-now", options=FEELINGS.options, compares="feelings")
        entries = [{"feelings": {"sad": 80, "afraid": 20}, "feelings-now": {"sad": 40}}]

        found = numbers_of((FEELINGS, after), entries)

        assert (found["feelings-mean"], found["feelings-now-mean"]) == (80, 40)

    def test_gives_no_number_that_has_no_name(self) -> None:
        found = numbers_of(BLOCKS, [{"guess": 2, "pleasure": 5, "mastery": 4}])

        assert set(found) == set(names_of(BLOCKS))
        assert all(is_kept_for_numbers(name) for name in found)
        for name, number in found.items():
            low, high = names_of(BLOCKS)[name]
            assert low <= number
            assert high is None or number <= high


class TestMean:
    @pytest.mark.parametrize(
        ("values", "shown"), [([1, 2], 1.5), ([2, 2], 2), ([0, 0, 1, 0], 0.3), ([1, 1, 2], 1.3), ([7], 7)]
    )
    def test_has_one_decimal_at_most_and_rounds_half_up(self, values: list[int], shown: float) -> None:
        assert mean(values) == shown


class TestPairsOf:
    def test_leaves_out_what_is_compared_with_nothing_there(self) -> None:
        assert [(p.before.id, p.after.id) for p in pairs_of(BLOCKS)] == [("guess", "pleasure")]
        assert pairs_of((Scale(id="after", compares="gone"),)) == ()


@pytest.mark.parametrize("name", ["count", "mood-mean", "a-change", "b-count"])
def test_keeps_the_names_of_numbers_from_blocks(name: str) -> None:
    assert is_kept_for_numbers(name)
    assert not is_kept_for_numbers(f"{name}s")
