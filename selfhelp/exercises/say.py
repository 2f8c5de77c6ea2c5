"""`say`: one of the programme's characters speaks."""

from dataclasses import dataclass

from selfhelp.exercises.exercise import Exercise


@dataclass(frozen=True, kw_only=True)
class Say(Exercise):
    """The block's id is the character's: `::: say ida`. It may stand several times."""

    kind = "say"
    asks = False
    gp_levels = ("nothing",)
