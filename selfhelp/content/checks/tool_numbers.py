"""What a tool says of all its entries: which numbers are compared, and the names they are recalled by."""

from collections.abc import Iterator

from selfhelp.content.checks.conditions import problems_of
from selfhelp.content.checks.meanings import Meaning, numbers_of_tool
from selfhelp.content.condition_text import columns_of
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.problems import Problem, suggestion
from selfhelp.content.prose import recalls_in
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.tool_numbers import has_number, is_kept_for_numbers

SHOWS = "shows"


def check_tool_numbers(everything: Everything) -> Iterator[Problem]:
    """Check every tool's numbers, in every language."""
    for tool in everything.source.tools.values():
        name = f"tools/{tool.id}.md"
        traced = everything.traced[SOURCE].get(f"tools/{tool.id}", ())
        yield from _check_blocks([(one.exercise, one.block, one.raw) for one in traced])
        raws = {locale: files[name] for locale, files in everything.files.items() if name in files}
        if SOURCE in raws:
            yield from _check_conditions(raws[SOURCE], tool)
        for raw in raws.values():
            yield from _check_names(raw, numbers_of_tool(tool))


def _check_blocks(blocks: list[tuple[Exercise, RawBlock, RawFile]]) -> Iterator[Problem]:
    """A block is compared with one before it that has a number, and each with one only."""
    free: list[str] = []
    for exercise, block, raw in blocks:
        if exercise.asks and is_kept_for_numbers(exercise.id):
            yield raw.problem(block.id.place, "id-number", id=exercise.id)
        span = block.settings.get("compares")
        if span and exercise.compares in free:
            free.remove(exercise.compares)
        elif span and exercise.compares:
            yield raw.problem(
                span.place, "compares-what", id=exercise.compares, hint=suggestion(exercise.compares, free)
            )
        elif has_number(exercise):
            free.append(exercise.id)


def _check_conditions(raw: RawFile, tool: Tool) -> Iterator[Problem]:
    numbers = numbers_of_tool(tool)
    conditions = {shows.id: shows.when for shows in tool.shows}
    for block in _shows(raw):
        span, when = block.settings.get("when"), conditions.get(block.id.text)
        if span is None or when is None:
            continue
        meanings: list[Meaning | None] = []
        for term, (column, _) in zip(when.terms, columns_of(span.text), strict=True):
            meanings.append(None if term.ref.part or term.ref.module else numbers.get(term.ref.name))
            if meanings[-1] is None:
                name = str(term.ref)
                yield raw.problem(
                    span.part(column, len(name)), "shows-name", name=name, hint=suggestion(name, numbers)
                )
        yield from problems_of(raw, span, when, meanings)


def _check_names(raw: RawFile, numbers: dict[str, Meaning]) -> Iterator[Problem]:
    spans: list[Span | None] = [raw.front.get("gp-number"), *(block.text for block in _shows(raw))]
    for span in filter(None, spans):
        for ref, place in recalls_in(span):
            if str(ref) not in numbers:
                name = str(ref)
                yield raw.problem(place, "shows-name", name=name, hint=suggestion(name, numbers))


def _shows(raw: RawFile) -> list[RawBlock]:
    return [block for block in raw.blocks if block.kind.text == SHOWS]
