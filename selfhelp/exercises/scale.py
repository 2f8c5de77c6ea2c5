"""`scale`: a number on a labelled scale. Nothing is preselected; absent is not 0."""

from dataclasses import dataclass
from types import MappingProxyType

from selfhelp.exercises import fields, settings_read
from selfhelp.exercises.exercise import Exercise, Setting
from selfhelp.exercises.words import Json

LONGEST_ROW = 11  # more steps than this and a box for the number is kinder than a row of buttons


@dataclass(frozen=True, kw_only=True)
class Scale(Exercise):
    """A whole number; saved as it is, e.g. 0."""

    kind = "scale"
    settings = MappingProxyType(
        {
            "range": Setting(settings_read.number_range, field="ends", binds=True),
            "low": Setting(words=True, required=True),
            "high": Setting(words=True, required=True),
        }
    )
    tool_settings = MappingProxyType({"compares": Setting(settings_read.an_id)})
    gp_levels = ("nothing", "done", "answer", "trend")

    ends: tuple[int, int] = (0, 10)
    low: str = ""
    high: str = ""

    @property
    def steps(self) -> range:
        """Return every number on the scale."""
        return range(self.ends[0], self.ends[1] + 1)

    @property
    def is_row(self) -> bool:
        """Tell whether the scale is short enough to be a row of radio buttons."""
        return len(self.steps) <= LONGEST_ROW

    def fields(self) -> dict[str, fields.Field]:
        return {"": fields.number(*self.ends)}

    def in_words(self, value: Json) -> str:
        return "" if value is None else str(value)
