"""Readings: what a filled-in questionnaire adds up to, and how two of them compare."""

from dataclasses import replace
from datetime import timedelta

import pytest
from databases import NOW
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from care.small_programme import GAD, PHQ
from care.windows import Window
from selfhelp.care.mine import Mine
from selfhelp.care.readings import Change, Taken, change, is_heavy_again, is_worse, readings_of, scores_of
from selfhelp.exercises.instrument import REFUSED, Questionnaire, Score
from selfhelp.exercises.words import Json

ITEMS = [str(number) for number in range(1, 10)]


def items(total: int, *, item9: int | str = 0, refused: int = 0) -> dict[str, int | str]:
    """PHQ-9 answers that add up to this; so many of the first items are refused."""
    answers: dict[str, int | str] = dict.fromkeys(ITEMS[:refused], REFUSED)
    left = total - (item9 if isinstance(item9, int) else 0)
    for item in ITEMS[refused:8]:
        answers[item] = min(left, 3)
        left -= min(left, 3)
    assert left == 0
    return answers | {"9": item9}


def score(total: int, **rest: int) -> Score:
    return PHQ.score(items(total, **rest))


def taken(total: int, **rest: int) -> Taken:
    answers = items(total, **rest)
    return Taken(PHQ, NOW, finished=True, items=answers, score=PHQ.score(answers))


class TestLookBack:
    """A reading made in a booster, after the programme has ended."""

    def back(self, total: int, **rest: int) -> Taken:
        return replace(taken(total, **rest), looks_back=True)

    def test_is_worse_after_two_small_rises_since_the_end(self) -> None:
        assert is_worse(PHQ, [taken(14), taken(4), self.back(7), self.back(9)])
        assert not is_worse(PHQ, [taken(14), taken(4), self.back(7), self.back(8)])

    def test_in_the_course_compares_with_nothing_more(self) -> None:
        assert not is_worse(PHQ, [taken(14), taken(4), taken(7), taken(9)])

    @pytest.mark.parametrize(("total", "heavy"), [(9, False), (10, True)])
    def test_is_heavy_again_from_ten(self, *, total: int, heavy: bool) -> None:
        assert is_heavy_again(PHQ, self.back(total)) is heavy
        assert not is_heavy_again(PHQ, taken(total))

    def test_counts_a_gap_with_the_most_it_can_hide(self) -> None:
        assert is_heavy_again(PHQ, self.back(8, refused=1))


class TestScore:
    @pytest.mark.parametrize(
        ("totals", "band"),
        [
            ((0, 4), "minimal"),
            ((5, 9), "mild"),
            ((10, 14), "moderate"),
            ((15, 19), "moderately-severe"),
            ((20, 24), "severe"),
        ],
    )
    def test_adds_up_and_names_the_published_band(self, totals: tuple[int, int], band: str) -> None:
        assert [(score(total).sum, score(total).band) for total in totals] == [
            (total, band) for total in totals
        ]

    def test_takes_the_mean_for_up_to_two_refused_items_and_says_the_range(self) -> None:
        one = score(10, refused=2)

        assert (one.sum, one.low, one.high, one.missing, one.is_exact) == (13, 10, 16, 2, False)

    def test_gives_no_sum_for_three_refused_items(self) -> None:
        assert score(10, refused=3).sum is None

    @given(total=st.integers(0, 24))
    def test_never_makes_up_item_nine(self, total: int) -> None:
        one = PHQ.score(items(total, item9=REFUSED))

        assert (one.sum, one.safety, one.band) == (None, None, "")
        assert (one.low, one.high) == (total, total + 3)

    def test_takes_the_mean_for_one_refused_item_of_gad_7(self) -> None:
        answers: dict[str, int | str] = {str(number): 1 for number in range(1, 7)}
        assert GAD.score({**answers, "7": REFUSED}).sum == 7
        assert GAD.score({**answers, "6": REFUSED, "7": REFUSED}).sum is None

    @given(answers=st.dictionaries(st.sampled_from(ITEMS), st.sampled_from([0, 1, 2, 3, REFUSED])))
    def test_lies_within_its_range(self, answers: dict[str, int | str]) -> None:
        one = PHQ.score(answers)

        assert 0 <= one.low <= one.high <= 27
        assert one.sum is None or one.low <= one.sum <= one.high


class TestChange:
    @pytest.mark.parametrize(
        ("earlier", "later", "label"),
        [
            (16, 11, "much-better"),
            (16, 12, "somewhat-better"),
            (16, 14, "somewhat-better"),
            (16, 15, "same"),
            (16, 16, "same"),
            (16, 17, "same"),
            (16, 18, "somewhat-worse"),
            (16, 20, "somewhat-worse"),
            (16, 21, "worse"),
        ],
    )
    def test_goes_by_five_points_on_phq_9(self, earlier: int, later: int, label: Change) -> None:
        assert change(PHQ, score(earlier), score(later)) == label

    def test_goes_by_four_points_on_gad_7(self) -> None:
        def gad(total: int) -> Score:
            return GAD.score({str(n): 1 if n <= total else 0 for n in range(1, 8)})

        assert change(GAD, gad(6), gad(2)) == "much-better"
        assert change(GAD, gad(6), gad(3)) == "somewhat-better"

    def test_says_nothing_where_an_item_is_missing(self) -> None:
        assert change(PHQ, score(16), score(8, refused=1)) == ""
        assert change(PHQ, score(16, refused=1), score(8)) == ""
        assert change(PHQ, score(16), PHQ.score(items(8, item9=REFUSED))) == ""


class TestIsWorse:
    @pytest.mark.parametrize(
        ("totals", "worse"),
        [
            ([10], False),
            ([10, 14], False),
            ([10, 15], True),
            ([10, 8, 13], True),  # five more than last time
            ([10, 12, 15], True),  # five more than at the start
            ([18, 19], False),
            ([18, 20], True),  # into severe
            ([20, 21], False),
            ([16, 9, 10], False),
            ([], False),
        ],
    )
    def test_means_five_more_than_first_or_last_or_into_severe(
        self,
        totals: list[int],
        worse: bool,  # noqa: FBT001  # a column of the table above
    ) -> None:
        assert is_worse(PHQ, [taken(total) for total in totals]) is worse

    def test_counts_a_refused_item_with_the_most_it_can_be(self) -> None:
        assert not is_worse(PHQ, [taken(10), taken(12)])
        assert is_worse(PHQ, [taken(10), taken(12, refused=1)])

    def test_lets_a_gap_in_the_earlier_form_hide_no_rise(self) -> None:
        estimated = taken(6, refused=2)
        assert estimated.score.sum == 8

        assert is_worse(PHQ, [estimated, taken(13)])
        assert not is_worse(PHQ, [estimated, taken(12)])

    def test_does_not_call_the_same_answers_left_out_twice_a_rise(self) -> None:
        assert not is_worse(PHQ, [taken(10, refused=2), taken(10, refused=2)])


class TestScoresOf:
    def test_call_it_worse_when_it_rose_from_the_last_though_not_from_the_first(self) -> None:
        scores = scores_of(PHQ, [taken(16), taken(8), taken(16)])

        assert scores is not None
        assert scores.change == "worse"

    def test_are_nothing_while_no_form_is_finished(self) -> None:
        assert scores_of(PHQ, []) is None


class TestSaveReading:
    def fill(self, session: Session, mine: Mine, value: Json, *, hours: int = 0) -> None:
        Window(session, mine, "how").sends({"phq": value}, now=NOW + timedelta(hours=hours))

    def reading(self, session: Session, mine: Mine, of: Questionnaire = PHQ) -> Taken:
        (only,) = readings_of(session, mine)[of.id]
        return only

    def test_keeps_what_is_filled_in_so_far(self, session: Session, mine: Mine) -> None:
        self.fill(session, mine, {"items": {"1": 2}})

        one = self.reading(session, mine)
        assert (one.finished, one.items) == (False, {"1": 2})

    def test_is_finished_when_every_item_was_met(self, session: Session, mine: Mine) -> None:
        self.fill(session, mine, {"items": items(10, item9=REFUSED), "difficulty": 1})

        one = self.reading(session, mine)
        assert (one.finished, one.difficulty, one.score.safety) == (True, 1, None)

    def test_has_the_date_of_the_day_it_was_finished(self, session: Session, mine: Mine) -> None:
        self.fill(session, mine, {"items": {"1": 2}})
        self.fill(session, mine, {"items": items(10)}, hours=1)
        self.fill(session, mine, {"items": items(11)}, hours=2)

        one = self.reading(session, mine)
        assert (one.taken_at, one.score.sum) == (NOW + timedelta(hours=1), 11)

    def test_changed_on_a_later_day_is_a_reading_of_that_day(self, session: Session, mine: Mine) -> None:
        self.fill(session, mine, {"items": items(10)})
        self.fill(session, mine, {"items": items(12, item9=2)}, hours=240)
        self.fill(session, mine, {"items": items(13, item9=2)}, hours=241)

        found = readings_of(session, mine)["phq-9"]
        assert [(one.score.sum, one.score.safety) for one in found] == [(10, 0), (13, 2)]
        assert [one.taken_at for one in found] == [NOW, NOW + timedelta(hours=240)]

    def test_goes_when_it_is_emptied_with_all_that_was_filled_in_there(
        self, session: Session, mine: Mine
    ) -> None:
        self.fill(session, mine, {"items": items(10)})
        self.fill(session, mine, {"items": items(12)}, hours=240)

        self.fill(session, mine, None, hours=241)

        assert readings_of(session, mine) == {"phq-9": [], "gad-7": []}

    def test_of_an_instrument_that_authors_have_removed_hides_nothing_else(
        self, session: Session, mine: Mine
    ) -> None:
        self.fill(session, mine, {"items": items(10)})
        only = {"gad-7": mine.programme.instruments["gad-7"]}
        without = replace(mine, programme=replace(mine.programme, instruments=only))

        assert readings_of(session, without) == {"gad-7": []}

    def test_comes_back_oldest_first_whichever_step_it_was_given_on(
        self, session: Session, mine: Mine
    ) -> None:
        Window(session, mine, "again").sends({"phq-2": {"items": items(8)}}, now=NOW + timedelta(days=14))
        self.fill(session, mine, {"items": items(14)})

        assert [one.score.sum for one in readings_of(session, mine)["phq-9"]] == [14, 8]
