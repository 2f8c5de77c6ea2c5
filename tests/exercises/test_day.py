"""A day: which are offered, which are taken, how it is said; and the date it gives an entry."""

from datetime import date, timedelta

import pytest

from exercises.examples import options
from selfhelp.exercises.dates import spoken
from selfhelp.exercises.day import Day
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Shelf
from selfhelp.exercises.text import Text
from selfhelp.exercises.tool import Tool

TODAY = date(2026, 11, 28)
DAY = Day(id="day", options=options("morning", "evening"))
TOOL = Tool(id="activity", title="Activity", blocks=(Text(id="what"), DAY, Day(id="day-2")))


class TestOffered:
    def test_is_a_fortnight_from_today(self) -> None:
        days = DAY.offered(TODAY, None)

        assert (days[0], days[-1], len(days)) == (TODAY, date(2026, 12, 11), 14)
        assert DAY.offered(TODAY, date(2026, 12, 1)) == days

    @pytest.mark.parametrize("chosen", [date(2026, 11, 3), date(2027, 1, 1)])
    def test_holds_the_day_chosen_when_it_lies_outside(self, chosen: date) -> None:
        days = DAY.offered(TODAY, chosen)

        assert chosen in days
        assert days == sorted(days)
        assert len(days) == 15


class TestRefused:
    def test_refuses_what_no_page_offers(self) -> None:
        for days in (-15, 15, 4000):
            assert DAY.refused({"day": TODAY + timedelta(days=days)}, kept=None, today=TODAY).keys() == {
                "day"
            }

    def test_takes_a_day_offered_before_midnight_and_the_one_that_is_kept(self) -> None:
        assert DAY.refused({"day": TODAY - timedelta(days=1)}, kept=None, today=TODAY) == {}
        assert DAY.refused({"day": date(2026, 9, 1)}, kept={"day": "2026-09-01"}, today=TODAY) == {}
        assert DAY.refused({"day": None, "part": "morning"}, kept=None, today=TODAY) == {}

    def test_is_asked_of_the_blocks_of_a_tool(self) -> None:
        block = ToolBlock(id="own", tool_id="activity", of=TOOL)
        form = {"day.day": date(2027, 9, 1), "day-2.day": TODAY}

        assert block.refused(form, kept=None, today=TODAY).keys() == {"day.day"}
        assert block.refused(form, kept={"day": {"day": "2027-09-01"}}, today=TODAY) == {}


class TestDayOf:
    def test_is_that_of_the_first_block_that_has_one(self) -> None:
        assert TOOL.day_of({"day": {"day": "2026-12-02"}}) == date(2026, 12, 2)
        assert TOOL.day_of({"day": {"part": "morning"}, "day-2": {"day": "2026-12-03"}}) == date(2026, 12, 3)
        assert TOOL.day_of({"what": "A walk"}) is None


class TestSpoken:
    def test_says_weekday_and_date_without_the_year(self) -> None:
        said = [spoken(date(2026, 12, 2), language) for language in ("nb", "en", "de", "pt-BR")]
        assert said[:2] == ["onsdag 2. desember", "Wednesday 2 December"]
        assert said[2:] == ["Mittwoch 2. Dezember", "quarta-feira 2 de dezembro"]

    def test_is_in_the_language_of_the_shelf(self) -> None:
        assert DAY.placed(Shelf(locale="en")).in_words({"day": "2026-12-02"}) == "Wednesday 2 December"
        assert DAY.placed(Shelf()).in_words({"day": "2026-12-02"}) == "onsdag 2. desember"
