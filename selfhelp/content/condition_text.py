"""Reads `when:` lines: all-`and` or all-`or`, never mixed."""

import re
from collections.abc import Iterator

from selfhelp.content.prose import read_ref
from selfhelp.exercises.conditions import EQUAL, NUMERIC, SET, UNARY, Condition, Term

TERM = re.compile(
    r"(?P<ref>\S+)\s+(?P<op>is not|is|includes|lacks|answered|unanswered|\\?[<>]=?)(?:\s+(?P<value>\S+))?"
)
JOIN = re.compile(r"\s(and|or)\s")
RESERVED = frozenset(["not", "and", "or", "is", "includes", "lacks", "answered", "unanswered", "character"])


def read_condition(value: str) -> Condition:
    """Read a condition.

    :raises ValueError: with a sentence for the author.
    """
    joins = set(JOIN.findall(value))
    if len(joins) > 1:
        raise ValueError(
            'A condition is joined by "and" or by "or", never by both. Write two blocks instead.'
        )
    terms = tuple(_term(piece.strip()) for piece in JOIN.split(value)[::2])
    return Condition(terms, any_of=joins == {"or"})


def columns_of(value: str) -> Iterator[tuple[int, int]]:
    """Yield, for each comparison of a readable condition, where its name and its value begin, from 0."""
    start = 0
    for join in (*JOIN.finditer(value), None):
        end = join.start() if join else len(value)
        piece = value[start:end]
        first = start + len(piece) - len(piece.lstrip())
        match = TERM.fullmatch(value, first, start + len(piece.rstrip()))
        if match:
            yield match.start("ref"), match.start("value") if match["value"] else match.start("ref")
        start = join.end() if join else end


def _term(text: str) -> Term:
    match = TERM.fullmatch(text)
    ref = read_ref(match["ref"]) if match else None
    if match is None or ref is None:
        known = ", ".join((*EQUAL, *SET, *NUMERIC, *UNARY))
        raise ValueError(f'"{text}" is no comparison. Write  name word value , the word one of: {known}.')
    op, value = (
        match["op"].removeprefix("\\"),
        match["value"] or "",
    )  # some tools for Markdown write \<= for <=
    if (op in UNARY) == bool(value):
        raise ValueError(f'"{op}" takes no value.' if value else f'"{op}" needs a value after it.')
    if op in NUMERIC and not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value):
        raise ValueError(f'"{op}" compares with a number, and "{value}" is none.')
    return Term(ref, op, value)
