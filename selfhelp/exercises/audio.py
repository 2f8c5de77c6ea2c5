"""`audio`: a recording, with its words for those who do not hear it or would rather read."""

from dataclasses import dataclass
from types import MappingProxyType

from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Exercise, Setting


@dataclass(frozen=True, kw_only=True)
class Audio(Exercise):
    """A file of the folder `media`; the block's text is the transcript, which is always shown.

    Each language names a recording of its own, or `none`: then the transcript stands alone.
    """

    kind = "audio"
    settings = MappingProxyType({"file": Setting(settings_read.recording, words=True, required=True)})
    asks = False
    gp_levels = ("nothing",)

    file: str = ""
