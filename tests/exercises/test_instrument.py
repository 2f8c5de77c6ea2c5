"""PHQ-9 and GAD-7 as shipped: sums, missing items, bands, change thresholds, codes."""

from typing import Any

import pytest
from content.folders import REAL
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.content.reading import load_catalogue
from selfhelp.exercises.instrument import Instrument, Questionnaire

CATALOGUE = load_catalogue(REAL)
PHQ = CATALOGUE.source.instruments["phq-9"]
GAD = CATALOGUE.source.instruments["gad-7"]
ANSWERS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
PHQ_ITEMS = (
    *("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3"),
    "44260-8",
)
GAD_ITEMS = ("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7")


def items(*answers: int | str | None) -> dict[str, int | str | None]:
    return {str(n): answer for n, answer in enumerate(answers, 1) if answer is not None}


class TestScore:
    @pytest.mark.parametrize(
        ("answers", "total", "low", "high", "missing"),
        [
            ((0,) * 9, 0, 0, 0, 0),
            ((3,) * 9, 27, 27, 27, 0),
            ((1, 2, 3, 0, 1, 2, 3, 0, 1), 13, 13, 13, 0),
            # one missing: 12 / 8 times 9 = 13.5, rounded up
            (("no", 3, 3, 3, 3, 0, 0, 0, 0), 14, 12, 15, 1),
            # two missing: 10 / 7 times 9 = 12.86
            (("no", "no", 2, 2, 2, 2, 2, 0, 0), 13, 10, 16, 2),
            # unmet counts as missing, too
            ((None, None, 2, 2, 2, 2, 2, 0, 0), 13, 10, 16, 2),
            # three missing: too many for an estimate, only the range is known
            (("no", "no", "no", 2, 2, 2, 2, 2, 0), None, 10, 19, 3),
            (("no",) * 9, None, 0, 27, 9),
        ],
    )
    def test_of_phq_9(
        self, answers: tuple[Any, ...], total: int | None, low: int, high: int, missing: int
    ) -> None:
        score = PHQ.score(items(*answers))

        assert (score.sum, score.low, score.high, score.missing) == (total, low, high, missing)
        assert score.is_exact == (missing == 0)

    @pytest.mark.parametrize(
        ("answers", "total", "high"),
        [
            ((3,) * 7, 21, 21),
            (("no", 2, 2, 2, 2, 2, 0), 12, 13),  # 10 / 6 times 7 = 11.67
            (("no", "no", 2, 2, 2, 2, 2), None, 16),
        ],
    )
    def test_of_gad_7(self, answers: tuple[Any, ...], total: int | None, high: int) -> None:
        score = GAD.score(items(*answers))

        assert (score.sum, score.high, score.safety) == (total, high, None)

    @given(st.lists(st.sampled_from([0, 1, 2, 3]), min_size=8, max_size=8), st.sampled_from(["no", None]))
    def test_never_estimates_item_9(self, others: list[int], ninth: str | None) -> None:
        score = PHQ.score(items(*others, ninth))

        assert score.sum is None
        assert score.safety is None
        assert score.band == ""
        assert (score.low, score.high) == (sum(others), sum(others) + 3)

    @given(st.lists(st.sampled_from([0, 1, 2, 3, "no", None]), min_size=9, max_size=9))
    def test_an_estimate_lies_within_the_possible_range(self, answers: list[int | str | None]) -> None:
        score = PHQ.score(items(*answers))

        assert 0 <= score.low <= score.high <= 27
        assert score.sum is None or score.low <= score.sum <= score.high


class TestBandOf:
    @pytest.mark.parametrize(
        ("total", "band", "nb", "en"),
        [
            *((n, "minimal", "minimale", "minimal") for n in (0, 4)),
            *((n, "mild", "milde", "mild") for n in (5, 9)),
            *((n, "moderate", "moderate", "moderate") for n in (10, 14)),
            *((n, "moderately-severe", "ganske alvorlige", "moderately severe") for n in (15, 19)),
            *((n, "severe", "alvorlige", "severe") for n in (20, 27)),
        ],
    )
    def test_phq_9(self, total: int, band: str, nb: str, en: str) -> None:
        assert PHQ.band_of(total) == band
        assert PHQ.band_words(band).startswith(nb)
        assert CATALOGUE["en"].instruments["phq-9"].band_words(band).startswith(en)

    @pytest.mark.parametrize("edges", [(0, 4), (5, 9), (10, 14), (15, 21)])
    def test_gad_7(self, edges: tuple[int, int]) -> None:
        bands = [GAD.band_of(edge) for edge in edges]

        assert bands[0] == bands[1] != ""
        assert GAD.band_of(edges[0] - 1) != bands[0]

    @pytest.mark.parametrize(("questionnaire", "highest"), [(PHQ, 27), (GAD, 21)])
    def test_every_sum_has_one(self, questionnaire: Questionnaire, highest: int) -> None:
        assert all(questionnaire.band_of(total) for total in range(highest + 1))
        assert questionnaire.band_of(highest + 1) == ""


class TestFrozen:
    """What is published does not change when somebody tidies a file."""

    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_codes(self, locale: str) -> None:
        phq, gad = (CATALOGUE[locale].instruments[one] for one in ("phq-9", "gad-7"))

        assert dict(phq.loinc) == {"panel": "44249-1", "total": "44261-6", "difficulty": "69722-7"}
        assert dict(gad.loinc) == {"panel": "69737-5", "total": "70274-6"}
        assert tuple(item.code for item in phq.items) == PHQ_ITEMS
        assert tuple(item.code for item in gad.items) == GAD_ITEMS
        assert tuple(a.code for a in phq.answers) == tuple(a.code for a in gad.answers) == ANSWERS

    def test_thresholds(self) -> None:
        assert (PHQ.change, PHQ.reliable, PHQ.recovered_below, PHQ.severe_from) == (5, 6, 10, 20)
        assert (GAD.change, GAD.reliable, GAD.recovered_below, GAD.severe_from) == (4, 4, 8, None)
        assert (PHQ.due_after, PHQ.missing_allowed, GAD.missing_allowed) == (13, 2, 1)
        assert (PHQ.safety_item, GAD.safety_item) == ("9", "")

    def test_no_one_calls_the_wording_verified_yet(self) -> None:
        assert not PHQ.verified
        assert not GAD.verified

    def test_the_licence_is_printed_in_every_language(self) -> None:
        for locale in CATALOGUE.locales:
            for questionnaire in CATALOGUE[locale].instruments.values():
                assert "No permission required to reproduce, translate, display or distribute." in (
                    questionnaire.licence
                )


class TestInstrument:
    block = Instrument(id="phq", of=PHQ)

    def test_shows_danger_from_one_on(self) -> None:
        calm = self.block.value({str(n): "0" for n in range(1, 10)})
        heavy = self.block.value({"9": "1"})

        assert not self.block.shows_danger(None)
        assert not self.block.shows_danger(calm)
        assert not self.block.shows_danger({"items": {"9": "no"}})
        assert self.block.shows_danger(heavy)

    def test_publishes_nothing_before_every_item_is_met(self) -> None:
        value = self.block.value({str(n): "1" for n in range(1, 9)})

        assert self.block.numbers(value) == {}
        assert self.block.in_words(value) == ""

    def test_publishes_sum_band_and_item_9(self) -> None:
        value = self.block.value({str(n): "2" for n in range(1, 10)} | {"difficulty": "1"})

        assert self.block.numbers(value) == {
            "sum": 18,
            "lower": 18,
            "upper": 18,
            "total": "18",
            "missing": 0,
            "complete": "yes",
            "band": "moderately-severe",
            "item9": 2,
        }
        assert self.block.in_words(value) == "PHQ-9: 18"

    def test_marks_an_estimate_and_gives_a_range_where_there_is_none(self) -> None:
        estimate = self.block.value({str(n): "1" for n in range(2, 10)} | {"1": "no"})
        no_ninth = self.block.value({str(n): "1" for n in range(1, 9)} | {"9": "no"})

        assert self.block.in_words(estimate) == "PHQ-9: ≈ 9 (8–11)"
        assert self.block.in_words(no_ninth) == "PHQ-9: 8–11"
        assert self.block.numbers(no_ninth)["band"] is None

    def test_is_of_no_use_before_it_is_placed(self) -> None:
        with pytest.raises(LookupError):
            Instrument(id="phq").fields()
