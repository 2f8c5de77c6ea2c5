"""The numbers of a tool over all its entries: what was guessed and how it was, before and after, in the mean.

A scale gives its number. Of words with strengths the strongest counts; where two such blocks are compared,
the mean of those words that have a number both times.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.words import Json, Saved

Number = int | float
Range = tuple[int, int | None]  # the lowest and the highest it can be; None for no end
MEAN, CHANGE, COUNT = "mean", "change", "count"
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two blocks of a tool whose numbers are compared: what was there first, and what came after."""

    before: Exercise
    after: Exercise

    def of(self, entry: Saved) -> tuple[Number, Number] | None:
        """Return both numbers of an entry; None where one of them is missing."""
        first, second = entry.get(self.before.id), entry.get(self.after.id)
        if isinstance(self.before, Strengths) and isinstance(self.after, Strengths):
            return _of_same_words(first or {}, second or {})
        numbers = number_in(self.before, first), number_in(self.after, second)
        return None if numbers[0] is None or numbers[1] is None else (numbers[0], numbers[1])


def has_number(block: Exercise) -> bool:
    """Tell whether the block's answer is or holds a number."""
    return isinstance(block, Scale | Strengths)


def number_in(block: Exercise, value: Json) -> Number | None:
    """Return the number of one answer: a scale's own, of strengths the strongest; None for none."""
    if isinstance(block, Strengths):
        return max((n for n in (value or {}).values() if n is not None), default=None)
    return value if isinstance(block, Scale) else None


def pairs_of(blocks: Sequence[Exercise]) -> tuple[Pair, ...]:
    """Return the blocks that are compared, in order."""
    known = {block.id: block for block in blocks}
    return tuple(Pair(known[block.compares], block) for block in blocks if block.compares in known)


def single_scales(blocks: Sequence[Exercise]) -> tuple[Scale, ...]:
    """Return the scales that are compared with nothing."""
    paired = {block.id for pair in pairs_of(blocks) for block in (pair.before, pair.after)}
    return tuple(block for block in blocks if isinstance(block, Scale) and block.id not in paired)


def names_of(blocks: Sequence[Exercise]) -> dict[str, Range]:
    """Return the names of all numbers that `numbers_of` can give, with their ranges."""
    names: dict[str, Range] = {}
    for pair in pairs_of(blocks):
        low, high = _ends(pair.after)
        names |= {_name(pair.before, MEAN): _ends(pair.before), _name(pair.after, MEAN): (low, high)}
        names |= {_name(pair.after, CHANGE): (low - high, high - low), _name(pair.after, COUNT): (1, None)}
    for scale in single_scales(blocks):
        names |= {_name(scale, MEAN): _ends(scale), _name(scale, COUNT): (1, None)}
    return names


def numbers_of(blocks: Sequence[Exercise], entries: Iterable[Saved]) -> dict[str, Number]:
    """Return the numbers of all entries by name, those that there are.

    Means have one decimal at most. A change is the difference of two means as they are shown, so that nobody
    who subtracts finds another.
    """
    numbers: dict[str, Number] = {}
    kept = list(entries)
    for pair in pairs_of(blocks):
        if both := [found for entry in kept if (found := pair.of(entry))]:
            first, second = (mean(values) for values in zip(*both, strict=True))
            change = _plain(Decimal(str(second)) - Decimal(str(first)))
            numbers |= {_name(pair.before, MEAN): first, _name(pair.after, MEAN): second}
            numbers |= {_name(pair.after, CHANGE): change, _name(pair.after, COUNT): len(both)}
    for scale in single_scales(blocks):
        if values := [entry[scale.id] for entry in kept if entry.get(scale.id) is not None]:
            numbers |= {_name(scale, MEAN): mean(values), _name(scale, COUNT): len(values)}
    return numbers


def is_kept_for_numbers(block_id: str) -> bool:
    """Tell whether an id would collide with the name of a number, for some block or other."""
    return block_id == COUNT or block_id.endswith((f"-{MEAN}", f"-{CHANGE}", f"-{COUNT}"))


def mean(values: Sequence[Number]) -> Number:
    """Return the mean, with one decimal at most, half a tenth rounded up."""
    exact = sum((Decimal(str(value)) for value in values), Decimal()) / len(values)
    return _plain(exact.quantize(TENTH, ROUND_HALF_UP))


def _plain(number: Decimal) -> Number:
    return int(number) if number == number.to_integral_value() else float(number)


def _name(block: Exercise, number: str) -> str:
    return f"{block.id}-{number}"


def _ends(block: Exercise) -> tuple[int, int]:
    return block.ends if isinstance(block, Scale | Strengths) else (0, 0)


def _of_same_words(
    before: Mapping[str, Number | None], after: Mapping[str, Number | None]
) -> tuple[Number, Number] | None:
    both = [
        (one, other)
        for word, one in before.items()
        if one is not None and (other := after.get(word)) is not None
    ]
    if not both:
        return None
    first, second = (mean(values) for values in zip(*both, strict=True))
    return first, second
