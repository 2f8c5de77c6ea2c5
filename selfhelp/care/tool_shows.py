"""What a tool's entries show together: the author's sentences, filled with the numbers of all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from selfhelp.care.days import day_of
from selfhelp.care.entries import Written
from selfhelp.care.scope import in_figures
from selfhelp.exercises.conditions import holds
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.tool_numbers import Number, Pair
from selfhelp.exercises.words import Words


@dataclass(frozen=True, slots=True)
class Week:
    """The entries of one week, the newest first; `first` is its Monday."""

    first: date
    entries: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One entry with both numbers of a pair."""

    on: date
    before: Number
    after: Number


def day_of_entry(written: Written) -> date:
    """Return the day an entry is for; else the day it was made."""
    return written.for_date or day_of(written.made_at)


def by_week(written: Iterable[Written]) -> list[Week]:
    """Return entries by their weeks, the newest first."""
    weeks: dict[date, list[Written]] = {}
    for one in sorted(written, key=lambda one: (day_of_entry(one), one.made_at), reverse=True):
        day = day_of_entry(one)
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(one)
    return [Week(first, tuple(entries)) for first, entries in weeks.items()]


def said_of_all(tool: Tool, written: Sequence[Written], locale: str) -> tuple[Markup, ...]:
    """Return the author's sentences that hold for these entries."""
    numbers = tool.numbers(one.values for one in written) | {"count": len(written)}
    return tuple(
        filled
        for shows in tool.shows
        if holds(shows.when, lambda ref: numbers.get(ref.name))
        and (filled := with_numbers(shows.text, numbers, locale))
    )


def with_numbers(words: Words, numbers: Mapping[str, Number], locale: str) -> Markup:
    """Return words with these numbers in their holes; "" where one of them is missing."""
    if any(recall.ref.name not in numbers for recall in words.recalls):
        return Markup("")
    return words.filled(lambda ref: in_figures(numbers[ref.name], locale))


def points_of(pair: Pair, written: Iterable[Written]) -> list[Point]:
    """Return the entries with both numbers, the oldest first."""
    found = [(one, both) for one in written if (both := pair.of(one.values))]
    points = [Point(day_of_entry(one), *both) for one, both in found]
    return sorted(points, key=lambda point: point.on)
