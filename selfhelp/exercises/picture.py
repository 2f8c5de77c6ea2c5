"""`picture`: a drawing, with words for those who do not see it."""

from dataclasses import dataclass
from types import MappingProxyType

from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Exercise, Setting


@dataclass(frozen=True, kw_only=True)
class Picture(Exercise):
    """A file of the folder `media`; the block's text is its caption."""

    kind = "picture"
    settings = MappingProxyType(
        {"src": Setting(settings_read.media, required=True), "alt": Setting(words=True, required=True)}
    )
    asks = False
    gp_levels = ("nothing",)

    src: str = ""
    alt: str = ""
