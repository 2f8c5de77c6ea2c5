"""`strengths`: pick words, mostly feelings, and say how strong each is."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, Setting
from selfhelp.exercises.words import Json


@dataclass(frozen=True, kw_only=True)
class Strengths(Exercise):
    """Saved as {word's id: number}; the number is None when the word was picked without one."""

    kind = "strengths"
    settings = MappingProxyType(
        {
            "range": Setting(settings_read.number_range, field="ends", binds=True),
            "shown": Setting(settings_read.from_one),
        }
    )
    tool_settings = MappingProxyType({"compares": Setting(settings_read.an_id)})
    options_are = "some"
    gp_levels = ("nothing", "done", "count", "answer", "ask")
    publishes = ("count", "strongest")

    ends: tuple[int, int] = (0, 100)
    shown: int = 0  # so many words at once, the others folded away; 0 for all

    def fields(self) -> dict[str, fields.Field]:
        ids = [option.id for option in self.options]
        return {"": fields.many(ids)} | {option_id: fields.number(*self.ends) for option_id in ids}

    def value(self, form: Mapping[str, Any]) -> Json:
        picked = form.get("") or ()
        return {
            option.id: form.get(option.id)
            for option in self.options
            if option.id in picked or form.get(option.id) is not None
        } or None

    def form(self, value: Json) -> dict[str, Any]:
        return {"": list(value or ())} | dict(value or {})

    def in_words(self, value: Json) -> str:
        return ", ".join(
            self.words_of(word) if strength is None else f"{self.words_of(word)} {strength}"
            for word, strength in (value or {}).items()
        )

    def numbers(self, value: Json) -> dict[str, Json]:
        if value is None:
            return {}
        rated = {word: strength for word, strength in value.items() if strength is not None}
        return {"count": len(value)} | (
            {"strongest": max(rated, key=lambda word: rated[word])} if rated else {}
        )
