"""`home-practice`: the practice or its smaller version, with day and place."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, GpLevel, Option, Setting, Shelf
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Json

NOTE = re.compile(r"([a-z][a-z0-9-]* )?[1-9][0-9]{0,2}( or [a-z][a-z0-9-]* [1-9][0-9]{0,2})*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many entries of a tool before the appointment, all of them done."""

    tool: str
    times: int


@dataclass(frozen=True, kw_only=True)
class HomePractice(Exercise):
    """Saved as {"choice": "main", "day": "…", "place": "…"}.

    Entries are dated, so planned and done count themselves.
    """

    kind = "home-practice"
    settings = MappingProxyType(
        {"tool": Setting(settings_read.an_id, required=True, field="tool_id", binds=True)}
    )
    options_are = "some"
    notes_are = (
        "how many entries: 3, or another tool and a number: small-thing 2, or one of these: 2 or experiment 1"
    )
    gp_levels = ("nothing", "count")
    has_own_line = True

    gp: GpLevel = "count"
    tool_id: str = ""
    of: Tool | None = None

    def placed(self, shelf: Shelf) -> "HomePractice":
        for option in self.options:
            for wanted in self.wanted_by(option):
                if wanted.tool != self.tool_id:
                    shelf.tools[wanted.tool]
        return dataclasses.replace(self, of=shelf.tools[self.tool_id])

    @property
    def offered(self) -> tuple[Option, ...]:
        """Return the versions to choose between."""
        return tuple(option for option in self.options if option.note[:1].isdecimal())

    @property
    def also(self) -> tuple[Option, ...]:
        """Return what belongs to the practice whichever version is chosen."""
        return tuple(option for option in self.options if not option.note[:1].isdecimal())

    def fields(self) -> dict[str, fields.Field]:
        versions = fields.one_of([option.id for option in self.offered])
        return {"": versions, "day": fields.text(100), "place": fields.text(100)}

    def value(self, form: Mapping[str, Any]) -> Json:
        answered = {"choice": form.get(""), "day": form.get("day"), "place": form.get("place")}
        return {key: words for key, words in answered.items() if words is not None} or None

    def noted(self, value: Json, kept: Json, *, now: datetime) -> Json:
        """Note when it was set: only entries made from then on count."""
        return {**value, "since": (kept or {}).get("since") or now.isoformat()} if value else value

    def form(self, value: Json) -> dict[str, Any]:
        value = value or {}
        return {"": value.get("choice"), "day": value.get("day"), "place": value.get("place")}

    def in_words(self, value: Json) -> str:
        return self.words_of(value["choice"]) if value and "choice" in value else ""

    def told(self, value: Json) -> tuple[tuple[str, str], ...]:
        words = (self.in_words(value), *((value or {}).get(word) for word in ("day", "place")))
        return ((self.text.html.striptags(), ", ".join(filter(None, words))),)

    def wanted(self, value: Json) -> tuple[tuple[Option, tuple[Wanted, ...]], ...]:
        """Return what the patient has set out to do, and with what; the practice itself comes first.

        Where several are wanted of one line, any of them is enough.
        """
        chosen = self.option(value["choice"]) if value and "choice" in value else None
        return tuple((one, self.wanted_by(one)) for one in (chosen, *self.also)) if chosen else ()

    def wanted_by(self, option: Option) -> tuple[Wanted, ...]:
        """Return what an option's note asks for: `3`, `small-thing 2`, `2 or experiment 1`."""
        if not NOTE.fullmatch(option.note):
            return ()
        each = [part.split() for part in option.note.split(" or ")]
        return tuple(Wanted(part[0] if part[1:] else self.tool_id, int(part[-1])) for part in each)

    def problems(self) -> list[str]:
        return [
            f'"{option.note}" is not a number of entries. Write  - ({option.id}: 3) words,  '
            f"- ({option.id}: small-thing 2) words  or  - ({option.id}: 2 or experiment 1) words"
            for option in self.options
            if not NOTE.fullmatch(option.note)
        ]
