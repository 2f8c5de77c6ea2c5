"""`day`: a day within the next two weeks, and the part of it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from selfhelp.exercises import fields
from selfhelp.exercises.dates import spoken
from selfhelp.exercises.exercise import Exercise, Shelf
from selfhelp.exercises.words import Json, Message

AHEAD = 14  # so many days are offered, today among them


@dataclass(frozen=True, kw_only=True)
class Day(Exercise):
    """Saved as {"day": "2026-12-02", "part": "morning"}; either may be missing. The options are the parts.

    In a tool the first such block gives the entry its date.
    """

    kind = "day"
    options_are = "some"
    gp_levels = ("nothing", "done", "ask")

    locale: str = "nb"

    def placed(self, shelf: Shelf) -> "Day":
        return dataclasses.replace(self, locale=shelf.locale or self.locale)

    def fields(self) -> dict[str, fields.Field]:
        return {"day": fields.date(), "part": fields.one_of([option.id for option in self.options])}

    def refused(self, form: Mapping[str, Any], *, kept: Json, today: date) -> dict[str, Message]:
        """Refuse a day that no page offers. One sent past midnight, or from a page left open, is fine."""
        day = form.get("day")
        if day is None or abs((day - today).days) <= AHEAD or day == day_in(kept):
            return {}
        return {"day": Message("Choose one of the answers on this page.")}

    def value(self, form: Mapping[str, Any]) -> Json:
        day, part = form.get("day"), form.get("part")
        chosen = {"day": day.isoformat() if day else None, "part": part}
        return {key: one for key, one in chosen.items() if one is not None} or None

    def form(self, value: Json) -> dict[str, Any]:
        return {"day": day_in(value), "part": (value or {}).get("part")}

    def in_words(self, value: Json) -> str:
        """Return it as people say it: "onsdag 2. desember, om morgenen"."""
        day = day_in(value)
        part = self.words_of(value["part"]) if value and "part" in value else ""
        if day is None:
            return part
        return ", ".join(filter(None, (spoken(day, self.locale), part[:1].lower() + part[1:])))

    def offered(self, today: date, chosen: date | None) -> list[date]:
        """Return the days to choose from; the one chosen stays among them when it has passed."""
        ahead = [today + timedelta(days=n) for n in range(AHEAD)]
        return ahead if chosen is None or chosen in ahead else sorted([chosen, *ahead])


def day_in(value: Json) -> date | None:
    """Return the day of a saved answer."""
    return date.fromisoformat(value["day"]) if value and "day" in value else None
