"""`practice`: a guided practice in timed lines, which the reader follows at their own pace."""

from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Exercise, Setting

LONGEST_LINE = 600  # seconds: a longer one is a slip of the finger


@dataclass(frozen=True, kw_only=True)
class Practice(Exercise):
    """The lines are the transcript; each has its seconds. Nothing of it is saved.

    `audio` is a recording of the lines, where the author has one. `breath` is how many seconds to breathe in
    and out, where the practice has a pace for the breath.
    """

    kind = "practice"
    settings = MappingProxyType(
        {
            "breath": Setting(settings_read.seconds_in_and_out),
            "stopped": Setting(words=True, required=True),
            "audio": Setting(settings_read.recording, words=True),
        }
    )
    options_are = "some"
    notes_are = "how many seconds the line takes: 20"
    asks = False
    gp_levels = ("nothing",)

    breath: tuple[int, int] | None = None
    stopped: str = ""
    audio: str = ""

    @property
    def starts(self) -> tuple[int, ...]:
        """Return when each line begins, and at last when all is over, in seconds."""
        return tuple(accumulate((int(line.note) for line in self.options), initial=0))

    @property
    def minutes(self) -> int:
        """Return how long it takes, in whole minutes, rounded up."""
        return -(-self.starts[-1] // 60)

    def problems(self) -> list[str]:
        return [
            f'"{line.note}" is no number of seconds. Write  - ({line.id}: 20) words'
            for line in self.options
            if not line.note.isdecimal() or not 1 <= int(line.note) <= LONGEST_LINE
        ]
