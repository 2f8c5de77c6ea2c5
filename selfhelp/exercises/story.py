"""`story`: a scene, and what each continuation leads to."""

from dataclasses import dataclass
from types import MappingProxyType

from selfhelp.exercises.choice import Choice


@dataclass(frozen=True, kw_only=True)
class Story(Choice):
    """A scene and its continuations, each with its consequence."""

    kind = "story"
    settings = MappingProxyType({})
    feedback_is = "all"
    gp_levels = ("nothing", "done")
