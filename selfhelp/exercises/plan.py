"""`plan`: lines that read as one sentence, e.g. when, where, with whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, Setting
from selfhelp.exercises.words import Json


@dataclass(frozen=True, kw_only=True)
class Plan(Exercise):
    """Saved as {line's id: text}."""

    kind = "plan"
    settings = MappingProxyType({"max": Setting(settings_read.from_one, field="longest")})
    options_are = "some"
    gp_levels = ("nothing", "done", "ask")

    longest: int = 200

    def fields(self) -> dict[str, fields.Field]:
        return {option.id: fields.text(self.longest) for option in self.options}

    def value(self, form: Mapping[str, Any]) -> Json:
        return {option.id: form[option.id] for option in self.options if form.get(option.id)} or None

    def form(self, value: Json) -> dict[str, Any]:
        return dict(value or {})

    def in_words(self, value: Json) -> str:
        """Return the sentence, with a comma between its lines: "I will read, and I will do it at eight"."""
        return ", ".join(
            f"{option.plain} {value[option.id].rstrip(' .,')}"
            for option in self.options
            if option.id in (value or {})
        )
