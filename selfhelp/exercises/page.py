"""`page`: divides a long step into pages of their own."""

from dataclasses import dataclass

from selfhelp.exercises.exercise import Exercise


@dataclass(frozen=True, kw_only=True)
class Page(Exercise):
    """What follows stands on the step's next page."""

    kind = "page"
    asks = False
    gp_levels = ("nothing",)
