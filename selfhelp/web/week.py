"""The week to come as a strip: seven days from today, the parts of the day, and what is planned there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from selfhelp.care.scope import Planned
from selfhelp.exercises.day import Day
from selfhelp.exercises.exercise import Option
from selfhelp.exercises.tool import Tool

DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """What a strip shows. `planned` is (day, part of the day or "", in words), by day and part."""

    days: tuple[date, ...]
    parts: tuple[Option, ...]
    planned: tuple[tuple[date, str, str], ...]

    def at(self, day: date, part: str) -> list[str]:
        """Return what is planned for a part of a day; "" for what has no part of the day."""
        return [words for on, at, words in self.planned if (on, at) == (day, part)]

    def words_of(self, part: str) -> str:
        """Return the words of a part of the day."""
        return next((one.plain for one in self.parts if one.id == part), "")

    @property
    def has_loose(self) -> bool:
        """Tell whether something is planned for a day and for no part of it."""
        return any(not part for _, part, _ in self.planned)


def week_of(tool: Tool, planned: Iterable[Planned], today: date) -> Week:
    """Lay out what is planned with a tool for the seven days from today."""
    block = next((block for block in tool.blocks if isinstance(block, Day)), None)
    parts = block.options if block else ()
    order = [part.id for part in parts]
    found = []
    for one in planned:
        part = ((one.values.get(block.id) if block else None) or {}).get("part", "")
        found.append((one.day, part if part in order else "", tool.in_words(one.values)))
    found.sort(key=lambda place: (place[0], order.index(place[1]) if place[1] else len(order)))
    return Week(tuple(today + timedelta(days=n) for n in range(DAYS)), parts, tuple(found))
