"""What a tool's entries show together, and their weeks."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from databases import NOW

from care.small_programme import when, words
from selfhelp.care.entries import Written
from selfhelp.care.scope import in_figures
from selfhelp.care.tool_shows import by_week, day_of_entry, points_of, said_of_all, with_numbers
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.tool import Shows, Tool
from selfhelp.exercises.words import Recall, Ref, Saved, Words

MONDAY = date(2026, 11, 16)


def hole(before: str, name: str) -> Words:
    return Words((*words(before).pieces, Recall(Ref(name), "?")))


TOOL = Tool(
    id="activity",
    title="Aktiviteten",
    blocks=(Scale(id="guess"), Scale(id="felt", compares="guess")),
    shows=(
        Shows("more", hole("Det ble ", "felt-mean"), when("felt-change", ">", "0")),
        Shows("all", hole("I alt ", "count")),
        Shows("less", hole("Bare ", "felt-mean"), when("felt-change", "<", "0")),
    ),
)


def written(values: Saved, at: datetime = NOW, for_date: date | None = None) -> Written:
    return Written(uuid4(), "activity", values, None, at, at, for_date, None, 1, "page")


class TestByWeek:
    def test_puts_an_entry_in_the_week_of_its_day_and_the_newest_week_first(self) -> None:
        planned = written({}, for_date=MONDAY)
        sunday = written({}, at=datetime.fromisoformat("2026-11-22T22:59:00+00:00"))
        monday = written({}, at=datetime.fromisoformat("2026-11-22T23:01:00+00:00"))  # in Norway

        weeks = by_week([planned, monday, sunday])

        assert [(week.first, week.entries) for week in weeks] == [
            (MONDAY + timedelta(weeks=1), (monday,)),
            (MONDAY, (sunday, planned)),
        ]
        assert day_of_entry(planned) == MONDAY


class TestSaidOfAll:
    def test_says_what_holds_with_the_numbers_as_the_language_writes_them(self) -> None:
        entries = [written({"guess": 2, "felt": 4}), written({"guess": 2, "felt": 5})]

        assert said_of_all(TOOL, entries, "nb") == ("Det ble 4,5", "I alt 2")
        assert said_of_all(TOOL, entries, "en") == ("Det ble 4.5", "I alt 2")

    def test_keeps_quiet_where_a_number_is_missing(self) -> None:
        assert said_of_all(TOOL, [written({"guess": 2})], "nb") == ("I alt 1",)
        assert with_numbers(hole("Det ble ", "felt-mean"), {}, "nb") == ""


class TestPointsOf:
    def test_are_the_entries_with_both_numbers_the_oldest_first(self) -> None:
        entries = [
            written({"guess": 2, "felt": 4}),
            written({"guess": 1}),
            written({"guess": 0, "felt": 3}, for_date=MONDAY),
        ]

        points = points_of(TOOL.pairs[0], entries)

        assert [(point.on, point.before, point.after) for point in points] == [
            (MONDAY, 0, 3), (NOW.date(), 2, 4),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "nb", "en"), [(4, "4", "4"), (4.5, "4,5", "4.5"), (0, "0", "0"), (-2.5, "-2,5", "-2.5")]
)
def test_writes_numbers_as_the_language_does(number: float, nb: str, en: str) -> None:
    assert (in_figures(number, "nb"), in_figures(number, "en")) == (nb, en)
