"""A letter to oneself: its day, and when it has been put away."""

from datetime import date, timedelta
from typing import Any

import pytest

from selfhelp.exercises.letter import CHOOSE_A_DAY, NOT_A_DAY_TO_COME, Letter

TODAY = date(2026, 11, 28)
LETTER = Letter(id="to-me", weeks=8)


def sent(text: str | None = "Kjære meg", day: date | None = None) -> dict[str, Any]:
    return {"": text, "day": day}


def kept(day: date, away: date | None = None) -> dict[str, str]:
    return {"text": "Kjære meg", "day": day.isoformat()} | ({"away": away.isoformat()} if away else {})


class TestRefused:
    def test_asks_for_a_day_where_there_are_words(self) -> None:
        assert LETTER.refused(sent(), kept=None, today=TODAY) == {"day": CHOOSE_A_DAY}

    @pytest.mark.parametrize("days", [-1, 0, 367])
    def test_takes_no_day_that_is_here_or_too_far_away(self, days: int) -> None:
        form = sent(day=TODAY + timedelta(days=days))

        assert LETTER.refused(form, kept=None, today=TODAY) == {"day": NOT_A_DAY_TO_COME}

    @pytest.mark.parametrize("days", [1, 366])
    def test_takes_tomorrow_and_a_year(self, days: int) -> None:
        assert LETTER.refused(sent(day=TODAY + timedelta(days=days)), kept=None, today=TODAY) == {}

    def test_lets_a_letter_that_has_come_keep_its_day(self) -> None:
        gone = TODAY - timedelta(days=3)

        assert LETTER.refused(sent(day=gone), kept=kept(gone), today=TODAY) == {}

    def test_asks_nothing_of_an_empty_letter(self) -> None:
        assert LETTER.refused(sent(text=None), kept=None, today=TODAY) == {}


class TestIsWaiting:
    @pytest.mark.parametrize(("days", "waits"), [(1, False), (0, True), (-30, True)])
    def test_from_its_day_on(self, days: int, *, waits: bool) -> None:
        assert LETTER.is_waiting(kept(TODAY + timedelta(days=days)), TODAY) is waits

    def test_until_it_is_put_away(self) -> None:
        assert not LETTER.is_waiting(LETTER.put_away(kept(TODAY)), TODAY)

    def test_again_when_it_is_set_to_another_day(self) -> None:
        assert LETTER.is_waiting(kept(TODAY, away=TODAY - timedelta(days=9)), TODAY)


def test_a_letter_without_words_is_none() -> None:
    assert LETTER.value(sent(text=None, day=TODAY)) is None
