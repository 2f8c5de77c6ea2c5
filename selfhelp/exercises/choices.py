"""`choices`: several of the options."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, Setting
from selfhelp.exercises.words import Json, Message, Words

CHOOSE_SOME = Message("Choose at least one of the answers.")


@dataclass(frozen=True, kw_only=True)
class Choices(Exercise):
    """Several options may be picked; saved as a list of ids in the author's order."""

    kind = "choices"
    settings = MappingProxyType(
        {"none": Setting(settings_read.an_id), "required": Setting(settings_read.yes_no)}
    )
    options_are = "some"
    feedback_is = "some"
    gp_levels = ("nothing", "done", "count", "answer", "ask")
    publishes = ("count",)

    none: str = ""  # the option that excludes the others
    required: bool = False

    def fields(self) -> dict[str, fields.Field]:
        needed = CHOOSE_SOME if self.required else None
        return {"": fields.many([option.id for option in self.options], required=needed)}

    def value(self, form: Mapping[str, Any]) -> Json:
        picked = set(form.get("") or ())
        if picked > {self.none}:
            picked.discard(self.none)
        return [option.id for option in self.options if option.id in picked] or None

    def in_words(self, value: Json) -> str:
        return ", ".join(self.words_of(option_id) for option_id in value or ())

    def feedback(self, value: Json) -> tuple[Words, ...]:
        return tuple(
            option.feedback for option in self.options if option.id in (value or ()) and option.feedback
        )

    def numbers(self, value: Json) -> dict[str, Json]:
        return {} if value is None else {"count": len([one for one in value if one != self.none])}

    def problems(self) -> list[str]:
        if self.none and self.option(self.none) is None:
            known = ", ".join(option.id for option in self.options)
            return [f'"none: {self.none}" names no option of this block. Use one of: {known}.']
        return []
