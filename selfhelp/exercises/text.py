"""`text`: short or long, in one's own words."""

from dataclasses import dataclass
from types import MappingProxyType

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, Setting
from selfhelp.exercises.words import Message

WRITE_A_WORD = Message("Write a few words here. One word is enough.")


@dataclass(frozen=True, kw_only=True)
class Text(Exercise):
    """Saved as the text itself, without the spaces around it."""

    kind = "text"
    settings = MappingProxyType(
        {
            "required": Setting(settings_read.yes_no),
            "max": Setting(settings_read.from_one, field="longest"),
            "lines": Setting(settings_read.from_one),
            "hint": Setting(words=True),
        }
    )
    gp_levels = ("nothing", "done", "ask")

    longest: int = 1000
    lines: int = 3
    required: bool = False
    hint: str = ""

    def fields(self) -> dict[str, fields.Field]:
        return {"": fields.text(self.longest, required=WRITE_A_WORD if self.required else None)}

    def problems(self) -> list[str]:
        if self.longest > fields.LONGEST:
            return [f'"max" can be {fields.LONGEST} at most.']
        return []
