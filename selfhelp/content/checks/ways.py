"""What the page "How it goes" is made of: each curve and goal names something that is asked."""

from collections.abc import Iterator

from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile
from selfhelp.content.problems import Problem, suggestion
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.text import Text

FILE = "programme.md"


def check_ways(everything: Everything) -> Iterator[Problem]:
    """Check the blocks `curve` and `goals` of the programme against its modules and instruments."""
    raw = everything.source_files[FILE]
    asked: dict[str, list[Exercise]] = {}
    for module in everything.source.modules.values():
        for exercise in module.asking.values():
            asked.setdefault(exercise.id, []).append(exercise)
    if any(broken.problems for broken in everything.files[SOURCE].values()):
        return  # what is not there may only be unread
    for block in raw.blocks:
        if block.kind.text == "curve":
            yield from _check_curve(raw, block, asked, tuple(everything.source.instruments))
        elif block.kind.text == "goals":
            yield from _check_goals(raw, block, asked)


def _check_curve(
    raw: RawFile, block: RawBlock, asked: dict[str, list[Exercise]], instruments: tuple[str, ...]
) -> Iterator[Problem]:
    span = block.settings["of"]
    if span.text in instruments:
        return
    scales = _all_of(Scale, asked)
    if span.text not in scales:
        hint = suggestion(span.text, (*instruments, *scales))
        yield raw.problem(span.place, "curve-of", id=span.text, hint=hint)
    elif len({e.ends for e in asked[span.text] if isinstance(e, Scale)}) > 1:
        yield raw.problem(span.place, "curve-ranges", id=span.text)


def _all_of(kind: type[Exercise], asked: dict[str, list[Exercise]]) -> list[str]:
    """Return the ids that are of this kind in every module."""
    return [name for name, found in asked.items() if all(isinstance(e, kind) for e in found)]


def _check_goals(raw: RawFile, block: RawBlock, asked: dict[str, list[Exercise]]) -> Iterator[Problem]:
    texts, known = _all_of(Text, asked), _all_of(Scale, asked)
    for item in block.items:
        if item.id.text not in texts:
            hint = suggestion(item.id.text, texts)
            yield raw.problem(item.id.place, "goal-text", id=item.id.text, hint=hint)
        scales = asked.get(item.note.text, []) if item.note else []
        place = item.note.place if item.note else item.id.place
        if item.note is None or item.note.text not in known:
            hint = suggestion(item.note.text if item.note else "", known)
            yield raw.problem(place, "goal-number", id=item.id.text, hint=hint)
        elif len({e.ends for e in scales if isinstance(e, Scale)}) > 1:
            yield raw.problem(place, "curve-ranges", id=item.note.text if item.note else "")
