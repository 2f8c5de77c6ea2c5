"""Reads the blocks of steps and tools into exercises.

There is one way for both, because tools are made of the same blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from selfhelp.content.condition_text import RESERVED, read_condition
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.options import read_block
from selfhelp.content.pairs import Pair, matched
from selfhelp.content.problems import suggestion
from selfhelp.content.prose import read_ref, render
from selfhelp.content.shape import Read, Shape
from selfhelp.exercises.exercise import GP_LEVELS, Exercise, Setting, Shelf
from selfhelp.exercises.kinds import KINDS
from selfhelp.exercises.recall import RecallBlock
from selfhelp.exercises.settings_read import ids
from selfhelp.exercises.words import Words


def _gp(value: str) -> str:
    if value not in GP_LEVELS:
        raise ValueError(f"Use one of: {', '.join(GP_LEVELS)}.")
    return value


def _phase(value: str) -> str:
    if value != "after":
        raise ValueError('"phase" knows only the word "after".')
    return value


COMMON: Mapping[str, Setting] = {"when": Setting(read_condition)}
FOLLOWS = "follows"  # whom the patient follows is kept for good
# What asks nothing keeps nothing under its id, so it needs no old one.
ASKING: Mapping[str, Setting] = {"gp": Setting(_gp), "was": Setting(ids)}
IN_TOOLS: Mapping[str, Setting] = {"phase": Setting(_phase), "short": Setting(words=True)}
# The doctor gets nothing of a single block of a tool: what may be got stands at the top of the tool's file.
TOOL_LEVELS = ("nothing", "done")
# Kinds whose id is a name that stands elsewhere, and so may stand several times.
# What the doctors' course may hold: kinds that answer on the same page, and need nothing kept.
IN_COURSE = ("note", "say", "picture", "audio", "quiz", "story", "sort", "check", "choice", "choices", "text")
NAMES = {"recall": "the name recalled", "say": "a character"}


@dataclass(slots=True)
class Traced:
    """An exercise and where it was written, for the checks that come after reading."""

    exercise: Exercise
    block: RawBlock
    raw: RawFile
    at: int = 0  # the step's place in the module
    step: str = ""


@dataclass(slots=True)
class Found:
    """The parts of one file, and the traces of its exercises."""

    parts: list[Words | Exercise] = field(default_factory=list)
    traced: list[Traced] = field(default_factory=list)
    others: list[tuple[RawBlock, RawBlock]] = field(default_factory=list)


def read_parts(pair: Pair, shelf: Shelf, *, others: tuple[str, ...] = (), keeps: bool = True) -> Found:
    """Read prose and exercises. Blocks named in `others`, which only tools have, are handed back unread.

    Where nothing is kept, kinds and settings that keep something are refused.
    """
    found = Found()
    for source, own in matched(pair):
        if isinstance(source, Span) or isinstance(own, Span):
            found.parts.append(render(pair.own, own if isinstance(own, Span) else None))
        elif source.kind.text in others:
            found.others.append((source, own))
        elif not keeps and source.kind.text in KINDS and source.kind.text not in IN_COURSE:
            _complain_kept(pair, own)
        elif exercise := _exercise(pair, source, own, shelf, in_tool=bool(others), keeps=keeps):
            found.parts.append(exercise)
            found.traced.append(Traced(exercise, own, pair.own))
    return found


def _complain_kept(pair: Pair, own: RawBlock) -> None:
    if pair.is_source:
        pair.own.complain(own.kind.place, "course-keeps", kind=own.kind.text, kinds=", ".join(IN_COURSE))


def _exercise(
    pair: Pair, source: RawBlock, own: RawBlock, shelf: Shelf, *, in_tool: bool, keeps: bool
) -> Exercise | None:
    kind = KINDS.get(source.kind.text)
    if kind is None:
        if pair.is_source:
            hint = suggestion(own.kind.text, KINDS if keeps else IN_COURSE)
            pair.own.complain(own.kind.place, "kind-unknown", kind=own.kind.text, hint=hint)
        return None
    shape = Shape(
        {**COMMON, **_settings(kind, in_tool=in_tool, keeps=keeps)},
        *(kind.options_are, kind.notes_are, kind.feedback_is, NAMES.get(kind.kind, "")),
        holes=True,
    )
    told = len(pair.own.problems)
    read = read_block(pair, source, own, shape)
    quiet = not pair.is_source or source.unread or len(pair.own.problems) > told
    return _made(pair, kind, own, read, shelf, quiet=quiet) if read.id else None


def _settings(kind: type[Exercise], *, in_tool: bool, keeps: bool) -> Mapping[str, Setting]:
    """Return what may stand below the opening of a block, here."""
    if not keeps:
        return {word: one for word, one in kind.settings.items() if word != FOLLOWS}
    asking = {**ASKING, **({**IN_TOOLS, **kind.tool_settings} if in_tool else {})} if kind.asks else {}
    return {**asking, **kind.settings}


def _made(
    pair: Pair, kind: type[Exercise], own: RawBlock, read: Read, shelf: Shelf, *, quiet: bool
) -> Exercise | None:
    """Make the value; `quiet` where the block's mistakes have been told already."""
    exercise = _with_name(
        pair.own, kind(id=read.id, text=read.text, options=read.options, **read.values), own, quiet
    )
    if not quiet:
        _check_itself(pair.own, exercise, own)
    try:
        return exercise.placed(replace(shelf, locale=pair.own.path.split("/")[0]))
    except KeyError as missing:
        if not quiet:
            _complain_missing(pair.own, own, str(missing.args[0]), shelf)
        return None


def _with_name(raw: RawFile, exercise: Exercise, own: RawBlock, quiet: bool) -> Exercise:  # noqa: FBT001
    if not isinstance(exercise, RecallBlock):
        return exercise
    ref = read_ref(exercise.id)
    if ref is None and not quiet:
        raw.complain(own.id.place, "recall-shape.block", id=exercise.id)
    return exercise.with_words_from(ref=ref) if ref else exercise


def _check_itself(raw: RawFile, exercise: Exercise, own: RawBlock) -> None:
    if exercise.id in RESERVED:
        raw.complain(own.id.place, "id-reserved", id=exercise.id)
    if span := own.settings.get("gp"):
        _check_level(raw, exercise, span)
    for sentence in exercise.problems():
        raw.complain(_place_of(own, sentence).place, f"{exercise.kind}-shape", sentence=sentence)


def _check_level(raw: RawFile, exercise: Exercise, span: Span) -> None:
    if raw.path.split("/")[1] == "tools" and exercise.gp not in TOOL_LEVELS:
        raw.complain(span.place, "gp-in-tool", level=exercise.gp)
    elif exercise.gp not in exercise.gp_levels:
        levels = ", ".join(exercise.gp_levels)
        raw.complain(span.place, "gp-level", level=exercise.gp, kind=exercise.kind, levels=levels)


def _place_of(own: RawBlock, sentence: str) -> Span:
    """Return the option or setting a kind's sentence names, else the kind itself."""
    for item in own.items:
        if f'"{item.id.text}"' in sentence or f"({item.id.text}:" in sentence:
            return item.id
    named = [span for word, span in own.settings.items() if sentence.startswith(f'"{word}')]
    return named[0] if named else own.kind


def _complain_missing(raw: RawFile, own: RawBlock, missing: str, shelf: Shelf) -> None:
    kind = "instrument" if own.kind.text in {"instrument", "chart"} else "tool"
    known = shelf.instruments if kind == "instrument" else shelf.tools
    span = next((span for span in own.settings.values() if span.text == missing), None)
    note = next((item.note for item in own.items if item.note and missing in item.note.text.split()), None)
    place = (span or note or own.kind).place
    raw.complain(place, f"{kind}-unknown", name=missing, hint=suggestion(missing, known))
