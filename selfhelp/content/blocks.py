"""Reads the blocks of steps and tools into exercises: there is one way, because tools are made of the same blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from selfhelp.content.condition_text import RESERVED, read_condition
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.problems import did_you_mean
from selfhelp.content.prose import read_ref, render
from selfhelp.content.shape import Pair, Read, Shape, matched, read_block
from selfhelp.exercises.exercise import GP_LEVELS, Exercise, Setting, Shelf
from selfhelp.exercises.kinds import KINDS
from selfhelp.exercises.recall import RecallBlock
from selfhelp.exercises.settings_read import an_id
from selfhelp.exercises.words import Words


def _gp(value: str) -> str:
    if value not in GP_LEVELS:
        raise ValueError(f"Use one of: {', '.join(GP_LEVELS)}.")
    return value


def _phase(value: str) -> str:
    if value != "after":
        raise ValueError('"phase" knows only the word "after".')
    return value


COMMON: Mapping[str, Setting] = {"when": Setting(read_condition), "was": Setting(an_id)}
ASKING: Mapping[str, Setting] = {"gp": Setting(_gp), "phase": Setting(_phase)}
# Kinds whose id is a name that stands elsewhere, and so may stand several times.
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


def read_parts(pair: Pair, shelf: Shelf, *, others: tuple[str, ...] = ()) -> Found:
    """Read prose and exercises. Blocks named in `others` are handed back unread, as (source's, own)."""
    found = Found()
    for source, own in matched(pair):
        if isinstance(source, Span) or isinstance(own, Span):
            found.parts.append(render(pair.own, own if isinstance(own, Span) else None))
        elif source.kind.text in others:
            found.others.append((source, own))
        elif exercise := _exercise(pair, source, own, shelf):
            found.parts.append(exercise)
            found.traced.append(Traced(exercise, own, pair.own))
    return found


def _exercise(pair: Pair, source: RawBlock, own: RawBlock, shelf: Shelf) -> Exercise | None:
    kind = KINDS.get(source.kind.text)
    if kind is None:
        if pair.is_source:
            pair.own.complain(
                own.kind.place,
                "kind-unknown",
                f'"{source.kind.text}" is not a kind of exercise.',
                did_you_mean(source.kind.text, KINDS),
            )
        return None
    known = {**COMMON, **(ASKING if kind.asks else {}), **kind.settings}
    shape = Shape(known, kind.options_are, kind.notes_are, kind.feedback_is, NAMES.get(kind.kind, ""))
    before = len(pair.source.problems)
    read = read_block(pair, source, own, shape)
    if pair.is_source and len(pair.source.problems) > before:
        return None if not source.id.text else _made(pair, kind, own, read, shelf, quiet=True)
    return _made(pair, kind, own, read, shelf, quiet=not pair.is_source)


def _made(
    pair: Pair, kind: type[Exercise], own: RawBlock, read: Read, shelf: Shelf, *, quiet: bool
) -> Exercise | None:
    """Make the value; `quiet` where the block's mistakes have been told already."""
    values = {word: value for word, value in read.values.items() if word != "was"}
    exercise = kind(id=read.id, text=read.text, options=read.options, **values)
    exercise = _with_name(pair, exercise, own, quiet=quiet)
    if not quiet:
        _check_itself(pair.own, exercise, own)
    try:
        return exercise.placed(shelf)
    except KeyError as missing:
        if not quiet:
            _complain_missing(pair.own, own, str(missing.args[0]), shelf)
        return None


def _with_name(pair: Pair, exercise: Exercise, own: RawBlock, *, quiet: bool) -> Exercise:
    if not isinstance(exercise, RecallBlock):
        return exercise
    ref = read_ref(exercise.id)
    if ref is None:
        if not quiet:
            pair.own.complain(
                own.id.place,
                "recall-shape",
                f'"{exercise.id}" recalls nothing.',
                "Write  ::: recall chain.thought  or  ::: recall goal-1",
            )
        return exercise
    return exercise.with_words_from(ref=ref)


def _check_itself(raw: RawFile, exercise: Exercise, own: RawBlock) -> None:
    if exercise.id in RESERVED:
        raw.complain(
            own.id.place,
            "id-reserved",
            f'"{exercise.id}" has a meaning in conditions, so it cannot be an id.',
            f'Choose another, for instance "my-{exercise.id}".',
        )
    if exercise.gp not in exercise.gp_levels and "gp" in own.settings:
        raw.complain(
            own.settings["gp"].place,
            "gp-level",
            f'The doctor cannot get "{exercise.gp}" from a "{exercise.kind}".',
            f"Use one of: {', '.join(exercise.gp_levels)}.",
        )
    for sentence in exercise.problems():
        raw.complain(own.kind.place, f"{exercise.kind}-shape", sentence)


def _complain_missing(raw: RawFile, own: RawBlock, missing: str, shelf: Shelf) -> None:
    kind = "instrument" if own.kind.text in {"instrument", "chart"} else "tool"
    known = shelf.instruments if kind == "instrument" else shelf.tools
    span = next((span for span in own.settings.values() if span.text == missing), own.kind)
    raw.complain(
        span.place, f"{kind}-unknown", f'There is no {kind} "{missing}".', did_you_mean(missing, known)
    )
