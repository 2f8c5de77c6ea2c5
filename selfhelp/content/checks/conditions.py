"""What a condition asks of its names: they can be compared so, and it can be true."""

from collections.abc import Iterator, Sequence

from selfhelp.content.checks.meanings import Meaning, can_hold, fits
from selfhelp.content.condition_text import columns_of
from selfhelp.content.grammar import RawFile, Span
from selfhelp.content.messages import Fact
from selfhelp.content.problems import Problem, suggestion
from selfhelp.exercises.conditions import NUMERIC, Condition, Term

Known = tuple[Term, Meaning, int]  # a comparison, what its name stands for, the column of its value


def problems_of(
    raw: RawFile, span: Span, condition: Condition, meanings: Sequence[Meaning | None]
) -> Iterator[Problem]:
    """Yield what is wrong with a condition; `meanings` are its names', None where that was told already."""
    known: list[Known] = []
    told = False
    for term, meaning, (_, column) in zip(condition.terms, meanings, columns_of(span.text), strict=True):
        if meaning is None:
            continue
        if wrong := _wrong(term, meaning):
            rule, facts = wrong
            told = True
            yield raw.problem(span.part(column, len(term.value or str(term.ref))), rule, **facts)
        else:
            known.append((term, meaning, column))
    if not told and not condition.any_of:
        yield from _together(raw, span, known)


def text_of(term: Term) -> str:
    """Return a comparison as its author wrote it."""
    return " ".join(filter(None, (str(term.ref), term.operator, term.value)))


def _wrong(term: Term, meaning: Meaning) -> tuple[str, dict[str, Fact]] | None:
    """Return the rule and facts of a comparison that makes no sense alone."""
    name = str(term.ref)
    facts: dict[str, Fact] = {"name": name, "value": term.value, "operator": term.operator}
    if not fits(meaning, term):
        return _misfit(term, meaning), facts
    if meaning.values and term.value and term.value not in meaning.values:
        never = term.operator in {"is", "includes"}
        rule = "when-unknown-option" if never else "when-unknown-option.always"
        return rule, facts | {"hint": suggestion(term.value, meaning.values)}
    if not can_hold(meaning, (term,)):
        return _never(meaning), facts | {
            "text": text_of(term),
            "low": str(meaning.low),
            "high": str(meaning.high),
        }
    return None


def _never(meaning: Meaning) -> str:
    if meaning.sort != "number":
        return "when-never.alone"
    return "when-never.open" if meaning.high is None else "when-never"


def _misfit(term: Term, meaning: Meaning) -> str:
    if meaning.sort == "text":
        return "when-type.text"
    if meaning.sort == "number":
        return "when-type.whole"
    if term.operator in NUMERIC:
        return "when-type.number"
    return "when-type.some" if meaning.sort in {"some", "words"} else "when-type.one"


def _together(raw: RawFile, span: Span, known: list[Known]) -> Iterator[Problem]:
    """Yield comparisons of one name that can each be true, but never all of them."""
    for ref in dict.fromkeys(term.ref for term, _, _ in known):
        terms = tuple(term for term, _, _ in known if term.ref == ref)
        meaning = next(meaning for term, meaning, _ in known if term.ref == ref)
        if len(terms) > 1 and not can_hold(meaning, terms):
            texts = " and ".join(f'"{text_of(term)}"' for term in terms)
            rule = "when-never.one" if meaning.sort == "one" else "when-never.together"
            yield raw.problem(span.part(0, len(span.text)), rule, texts=texts, name=str(ref))
