"""`recall`: the patient's own words as a quotation, with their date and the way back."""

from dataclasses import dataclass

from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.words import Ref

NO_REF = Ref("")


@dataclass(frozen=True, kw_only=True)
class RecallBlock(Exercise):
    """What stands after the kind is the name recalled: `::: recall chain.thought`.

    The text stands in when there is nothing yet.
    """

    kind = "recall"
    asks = False
    gp_levels = ("nothing",)

    ref: Ref = NO_REF
