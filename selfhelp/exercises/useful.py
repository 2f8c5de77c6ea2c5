"""`useful`: what was useful in this module, and what was hard."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields
from selfhelp.exercises.exercise import Exercise, GpLevel, Setting
from selfhelp.exercises.words import Json


@dataclass(frozen=True, kw_only=True)
class Useful(Exercise):
    """Saved with the bridge card as {"useful": [ids], "hard": [ids], "own": text, "show_own": bool}."""

    kind = "useful"
    settings = MappingProxyType(
        {word: Setting(words=True, required=True) for word in ("useful", "hard", "own", "tick")}
    )
    options_are = "some"
    gp_levels = ("nothing", "answer")
    has_own_line = True
    kept_as = "card"

    gp: GpLevel = "answer"
    useful: str = ""
    hard: str = ""
    own: str = ""
    tick: str = ""

    def fields(self) -> dict[str, fields.Field]:
        steps = [option.id for option in self.options]
        return {
            "useful": fields.many(steps),
            "hard": fields.many(steps),
            "own": fields.text(300),
            "show": fields.tick(),
        }

    def value(self, form: Mapping[str, Any]) -> Json:
        own = form.get("own")
        said: dict[str, Json] = {
            "useful": list(form.get("useful") or ()),
            "hard": list(form.get("hard") or ()),
            "own": own,
            "show_own": bool(own and form.get("show") and self.gp == "answer"),
        }
        return said if any(said.values()) else None

    def form(self, value: Json) -> dict[str, Any]:
        value = value or {}
        kept = {key: value.get(key) for key in ("useful", "hard", "own")}
        return kept | {"show": value.get("show_own", False)}

    def in_words(self, value: Json) -> str:
        return "" if value is None else self.listed(value["useful"])

    def told(self, value: Json) -> tuple[tuple[str, str], ...]:
        kept = value or {}
        useful, hard = (self.listed(kept.get(word, [])) for word in ("useful", "hard"))
        return ((self.useful, useful), (self.hard, hard), (self.own, kept.get("own") or ""))

    def listed(self, steps: list[str]) -> str:
        """Return the titles of the chosen steps, with commas between."""
        return ", ".join(self.words_of(step) for step in steps)
