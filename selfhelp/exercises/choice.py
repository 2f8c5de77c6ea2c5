"""`choice`: one of the options."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, GpLevel, Setting
from selfhelp.exercises.words import Json, Message, Words

CHOOSE_ONE = Message("Choose one of the answers.")


@dataclass(frozen=True, kw_only=True)
class Choice(Exercise):
    """One option is picked; saved as the option's id, e.g. "night"."""

    kind = "choice"
    settings = MappingProxyType(
        {"required": Setting(settings_read.yes_no), "follows": Setting(settings_read.an_id)}
    )
    tool_settings = MappingProxyType(
        {
            "uneasy": Setting(settings_read.an_id),
            "not-done": Setting(settings_read.an_id, field="not_done"),
        }
    )
    options_are = "some"
    feedback_is: ClassVar[Literal["none", "some", "all"]] = "some"
    gp_levels: ClassVar[tuple[GpLevel, ...]] = ("nothing", "done", "answer", "ask")

    required: bool = False
    follows: str = ""  # "character": the answer is the person the patient follows from here on
    uneasy: str = ""  # the option that says it made matters worse: the doctor is told when it is chosen twice
    not_done: str = ""  # the option that says it came to nothing: the entry does not count as done

    def fields(self) -> dict[str, fields.Field]:
        return {
            "": fields.one_of(
                [option.id for option in self.options], required=CHOOSE_ONE if self.required else None
            )
        }

    def in_words(self, value: Json) -> str:
        return "" if value is None else self.words_of(value)

    def feedback(self, value: Json) -> tuple[Words, ...]:
        option = self.option(value) if value is not None else None
        return (option.feedback,) if option and option.feedback else ()

    def problems(self) -> list[str]:
        if self.follows not in {"", "character"}:
            return ['"follows" knows only the word "character".']
        named = {"uneasy": self.uneasy, "not-done": self.not_done}
        known = ", ".join(option.id for option in self.options)
        return [
            f'"{word}: {option}" names no option of this block. Use one of: {known}.'
            for word, option in named.items()
            if option and self.option(option) is None
        ]
