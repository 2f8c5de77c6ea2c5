"""`card`: the bridge card, written for the next appointment."""

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields
from selfhelp.exercises.exercise import Exercise, GpLevel, Setting, Shelf
from selfhelp.exercises.words import Json, Message

LONGEST_CARD = 300
DAY_HAS_PASSED = Message("This date has passed. Choose today or a later day, or leave it empty.")


@dataclass(frozen=True, kw_only=True)
class Card(Exercise):
    """Saved with the appointment as {"text": …, "tool": id, "show": bool, "date": "2027-03-04"}.

    `offered` are the tools a doctor may hear of; which of them the patient has met, the page knows.
    """

    kind = "card"
    settings = MappingProxyType(
        {word: Setting(words=True, required=True) for word in ("question", "tool", "tick", "date")}
    )
    gp_levels = ("nothing", "ask")
    has_own_line = True
    kept_as = "card"

    gp: GpLevel = "ask"
    question: str = ""
    tool: str = ""
    tick: str = ""
    date: str = ""
    offered: tuple[str, ...] = ()

    def placed(self, shelf: Shelf) -> "Card":
        offered = tuple(tool.id for tool in shelf.tools.values() if tool.gp != "nothing")
        return dataclasses.replace(self, offered=offered)

    def fields(self) -> dict[str, fields.Field]:
        return {
            "text": fields.text(LONGEST_CARD),
            "tool": fields.one_of(self.offered),
            "show": fields.tick(),
            "date": fields.date(),
        }

    def refused(self, form: Mapping[str, Any], *, kept: Json, today: datetime.date) -> dict[str, Message]:
        day = form.get("date")
        if day is None or day >= today or day == self.form(kept).get("date"):
            return {}
        return {"date": DAY_HAS_PASSED}

    def value(self, form: Mapping[str, Any]) -> Json:
        date, text = form.get("date"), form.get("text")
        show = bool(form.get("show")) and self.gp == "ask"
        kept = {"text": text, "tool": form.get("tool"), "show": show}
        return kept | {"date": date.isoformat() if date else None} if any((date, *kept.values())) else None

    def form(self, value: Json) -> dict[str, Any]:
        kept = dict(value or {})
        return kept | {"date": datetime.date.fromisoformat(kept["date"]) if kept.get("date") else None}

    def told(self, value: Json) -> tuple[tuple[str, str], ...]:
        kept = value or {}
        return ((self.question, kept.get("text") or ""), (self.date, kept.get("date") or ""))

    def in_words(self, value: Json) -> str:
        return (value or {}).get("text") or ""
