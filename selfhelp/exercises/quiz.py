"""`quiz`: a learning check with kind answers and a second try."""

from dataclasses import dataclass
from types import MappingProxyType

from selfhelp.exercises.choice import Choice
from selfhelp.exercises.words import Json


@dataclass(frozen=True, kw_only=True)
class Quiz(Choice):
    """A learning check: some options are right; each answers kindly, and another try is welcome."""

    kind = "quiz"
    settings = MappingProxyType({})
    notes_are = "right"
    feedback_is = "all"
    gp_levels = ("nothing", "done")
    publishes = ("right",)

    def right(self, value: Json) -> bool:
        """Tell whether the saved answer is one of the right ones."""
        option = self.option(value) if value is not None else None
        return option is not None and option.note == "right"

    def numbers(self, value: Json) -> dict[str, Json]:
        return {} if value is None else {"right": "yes" if self.right(value) else "no"}

    def problems(self) -> list[str]:
        if not any(option.note == "right" for option in self.options):
            return ["No option is marked right. Write one as  - (id: right) words"]
        return []
