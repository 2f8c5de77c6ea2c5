"""When a block is shown: `when: my-traps includes reading`, `when: mood-now >= 7 and trigger is night`."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from selfhelp.exercises.words import Json, Lookup, Ref

UNARY = ("answered", "unanswered")
NUMERIC: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
)
SET = ("includes", "lacks")
EQUAL = ("is", "is not")


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison, e.g. `signs.count >= 4`; `value` is empty for `answered` and `unanswered`."""

    ref: Ref
    operator: str
    value: str = ""

    def __str__(self) -> str:
        """Return the comparison as its author writes it."""
        return f"{self.ref} {self.operator} {self.value}".rstrip()


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison or several, joined by all-`and` or all-`or`."""

    terms: tuple[Term, ...]
    any_of: bool = False

    def __str__(self) -> str:
        """Return the condition as its author writes it."""
        return (" or " if self.any_of else " and ").join(map(str, self.terms))


def holds(condition: Condition | None, lookup: Lookup) -> bool:
    """Tell whether the block is shown. Every comparison with a missing answer is false."""
    if condition is None:
        return True
    results = (_term_holds(term, lookup(term.ref)) for term in condition.terms)
    return any(results) if condition.any_of else all(results)


def _term_holds(term: Term, value: Json) -> bool:
    if term.operator in UNARY:
        return (value is not None) == (term.operator == "answered")
    if value is None:
        return False
    if term.operator in NUMERIC:
        return _is_number(value) and NUMERIC[term.operator](float(value), float(term.value))
    if term.operator in SET:
        held = term.value in value if isinstance(value, list | dict) else str(value) == term.value
        return held == (term.operator == "includes")
    return (str(value) == term.value) == (term.operator == "is")


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
