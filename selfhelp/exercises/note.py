"""`note`: a boxed text, mostly an answer to what the patient chose."""

from dataclasses import dataclass

from selfhelp.exercises.exercise import Exercise


@dataclass(frozen=True, kw_only=True)
class Note(Exercise):
    """Shown when its condition holds."""

    kind = "note"
    asks = False
    gp_levels = ("nothing",)
