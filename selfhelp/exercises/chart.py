"""`chart`: the patient's own curve: a sentence, a drawing, a table."""

from dataclasses import dataclass
from types import MappingProxyType

from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Exercise, Setting, Shelf


@dataclass(frozen=True, kw_only=True)
class Chart(Exercise):
    """The readings of one instrument; the block's text stands in until there is one."""

    kind = "chart"
    settings = MappingProxyType({"of": Setting(settings_read.an_id, required=True)})
    asks = False
    gp_levels = ("nothing",)

    of: str = ""

    def placed(self, shelf: Shelf) -> "Chart":
        shelf.instruments[self.of]
        return self
