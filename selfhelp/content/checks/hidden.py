"""Conditions that look at a block which is hidden wherever they could hold.

An answer is there only while its block is shown. So a true comparison implies the condition of the block it
looks at, and whatever that implies in turn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, product

from selfhelp.content.checks.conditions import text_of
from selfhelp.content.checks.meanings import Meaning, can_hold, meaning_of
from selfhelp.content.checks.names import Names, Spot
from selfhelp.content.grammar import RawFile, Span
from selfhelp.content.problems import Problem
from selfhelp.exercises.conditions import Condition, Term
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import WAITS, Instrument
from selfhelp.exercises.words import Ref

MANY = 64  # ways in which a condition can be true; one with more is not followed


@dataclass(frozen=True, slots=True)
class Written:
    """What stands where: "" in the condition itself. `by` is the comparison there that it follows from."""

    text: str
    where: str
    by: Term


@dataclass(frozen=True, slots=True)
class Needed:
    """A comparison that has to be true, and the name it is about: the same one however it is written."""

    about: tuple[str, Ref]
    term: Term
    meaning: Meaning
    written: Written


Way = tuple[Needed, ...]  # what is true together in one of the ways in which a condition can be true


def problems_of_hidden(
    names: Names, raw: RawFile, span: Span, condition: Condition, spot: Spot
) -> Iterator[Problem]:
    """Yield comparisons that rule each other out by what they imply.

    In a tool nothing follows: the answers of an entry stay when their blocks are hidden.
    """
    if condition.any_of or names.scope.is_tool:
        return
    ways = [_ways(names, spot, term, Written(text_of(term), "", term)) for term in condition.terms]
    # What can never be shown at all is told at its own condition, and not at each that looks at it.
    possible = [[way for way in of_term if not _clash(way)] for of_term in ways]
    clashes = [_clash(way) for way in _joined(possible)]
    if clashes and all(clashes):
        yield _told(raw, span, clashes[0])


def _ways(names: Names, spot: Spot, term: Term, written: Written) -> list[Way]:
    """Return what is true when the comparison is, way by way."""
    meaning = names.find(term.ref, spot)
    if not isinstance(meaning, Meaning):
        return [()]
    found = names.asked_by(term.ref)
    if found is None:
        return [(Needed(("", term.ref), term, meaning, written),)]
    there, exercise = found
    key, answer = there.scope.key, Ref(exercise.id)
    itself = Needed((key, Ref(exercise.id, term.ref.part)), term, meaning, written)
    if term.operator == "unanswered" or (isinstance(exercise, Instrument) and term.ref.part in WAITS):
        return [(itself,)]
    answered = Needed((key, answer), Term(answer, "answered"), meaning_of(exercise), written)
    return [(itself, answered, *way) for way in _when_shown(there, exercise, written.by)]


def _when_shown(names: Names, exercise: Exercise, by: Term) -> list[Way]:
    """Return what is true when the exercise is shown, way by way."""
    condition, span = exercise.when, names.scope.blocks[exercise.id].settings.get("when")
    if condition is None or span is None or exercise.id in names.scope.mistaken:
        return [()]
    texts = [text_of(term) for term in condition.terms]
    if condition.any_of:
        texts = [" or ".join(texts)] * len(texts)
    where = f"{span.place.path}:{span.place.line}"
    spot = names.scope.spots[exercise.id]
    ways = [
        _ways(names, spot, term, Written(text, where, by))
        for term, text in zip(condition.terms, texts, strict=True)
    ]
    return _joined([list(chain.from_iterable(ways))] if condition.any_of else ways)


def _joined(ways: Sequence[list[Way]]) -> list[Way]:
    """Return every way in which all of them are true; where there are too many, nothing is known."""
    some = list(islice(product(*ways), MANY + 1))
    return [tuple(chain.from_iterable(one)) for one in some] if len(some) <= MANY else [()]


def _clash(way: Way) -> Way:
    """Return comparisons with one name that can never be true together: two where two are enough."""
    for about in dict.fromkeys(one.about for one in way):
        alike = tuple(one for one in way if one.about == about)
        if not _can_hold(alike):
            return next((pair for pair in combinations(alike, 2) if not _can_hold(pair)), alike)
    return ()


def _can_hold(alike: Way) -> bool:
    return can_hold(alike[0].meaning, tuple(one.term for one in alike))


def _told(raw: RawFile, span: Span, clash: Way) -> Problem:
    place = span.part(0, len(span.text))
    implied = [one.written for one in clash if one.written.where]
    texts = " and ".join(f'"{one.written.text}"' for one in clash if not one.written.where)
    if not implied:
        return raw.problem(place, "when-never.together", texts=texts)
    first, last = implied[0], implied[-1]
    facts = {"name": str(first.by.ref), "needed": first.text, "where": first.where}
    if texts:
        return raw.problem(place, "when-hidden", texts=texts, **facts)
    others = {"other": str(last.by.ref), "against": last.text, "there": last.where}
    return raw.problem(place, "when-hidden.both", **facts, **others)
