"""Reads a module: `module.md`, `gp.md` and one file a step."""

import re
from datetime import date
from types import MappingProxyType

from selfhelp.content.blocks import Found, Traced, read_parts
from selfhelp.content.grammar import RawBlock, Span
from selfhelp.content.model import Ask, GpTexts, Module, Step
from selfhelp.content.problems import Place, did_you_mean
from selfhelp.content.prose import render
from selfhelp.content.shape import Pair, Shape, matched, read_block, read_front
from selfhelp.content.tree import Tree
from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Setting, Shelf
from selfhelp.exercises.words import NO_WORDS, Words


def a_date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("Write the date as year-month-day, for example 2026-11-22.") from None


def ids(value: str) -> tuple[str, ...]:
    """Read ids with commas between."""
    return tuple(settings_read.an_id(one.strip()) for one in value.split(",") if one.strip())


def _sittings(value: str) -> tuple[tuple[str, ...], ...]:
    """Read steps in order; a bar is "Stop here for today"."""
    sittings = tuple(ids(part) for part in value.split("|"))
    if not all(sittings):
        raise ValueError("Write at least one step on each side of a bar.")
    return sittings


MODULE = MappingProxyType(
    {
        "title": Setting(words=True, required=True),
        "steps": Setting(_sittings, required=True, field="sittings"),
        "requires": Setting(ids),
        "retired": Setting(ids),
        "picture": Setting(settings_read.media),
        "picture-alt": Setting(words=True),
    }
)
STEP = MappingProxyType(
    {
        "title": Setting(words=True, required=True),
        "minutes": Setting(settings_read.number),
        "words-free": Setting(settings_read.yes_no),
    }
)
GP = MappingProxyType({"reviewed": Setting(a_date, required=True)})
ASK = Shape({"tool": Setting(settings_read.an_id)})
UNOPENED = Shape(ids_are="nothing")


def read_module(tree: Tree, module_id: str, shelf: Shelf) -> tuple[Module, list[Traced]]:
    """Read one module; also return the traces of its exercises, for the checks."""
    folder = f"modules/{module_id}"
    pair = tree.pair(f"{folder}/module.md")
    if pair is None:
        return Module(id=module_id, title=module_id), []
    values = read_front(pair, MODULE)
    values.pop("retired", None)
    aim = next((render(pair.own, own) for _, own in matched(pair) if isinstance(own, Span)), NO_WORDS)
    listed = [step for sitting in values.get("sittings", ()) for step in sitting]
    _check_listed(tree, pair, folder, listed)
    steps, traced = [], []
    for at, step_id in enumerate(dict.fromkeys(listed)):
        step_pair = tree.pair(f"{folder}/{step_id}.md", named_in=pair, word="steps")
        if step_pair is None:
            continue
        step, found = _step(step_pair, step_id, shelf)
        steps.append(step)
        for trace in found.traced:
            trace.at, trace.step = at, step_id
        traced += found.traced
    gp = tree.pair(f"{folder}/gp.md")
    texts = _gp_texts(gp, shelf) if gp else GpTexts()
    title = values.pop("title", module_id)
    return Module(id=module_id, title=title, aim=aim, steps=tuple(steps), gp=texts, **values), traced


def _check_listed(tree: Tree, pair: Pair, folder: str, listed: list[str]) -> None:
    """Complain about steps listed twice, and about files no list names."""
    if not pair.is_source or "steps" not in pair.own.front:
        return
    span = pair.own.front["steps"]
    for step_id in {step for step in listed if listed.count(step) > 1}:
        pair.own.complain(
            _within(span, step_id),
            "step-twice",
            f'The step "{step_id}" stands twice in steps:.',
            "Take one of them out.",
        )
    for name in tree.names(folder):
        if name not in {"module", "gp", *listed}:
            raw = tree.source[f"{folder}/{name}.md"]
            raw.complain(
                Place(raw.path),
                "step-unlisted",
                f'No list of steps names "{name}", so nobody would see it.',
                f"Add it to steps: in {pair.own.path}, or remove the file.",
            )


def _within(span: Span, word: str) -> Place:
    """Return where a word stands inside a setting's value."""
    match = re.search(rf"(?<![a-z0-9-]){re.escape(word)}(?![a-z0-9-])", span.text)
    start = match.start() if match else 0
    return Place(span.place.path, span.place.line, span.place.column + start, len(word))


def _step(pair: Pair, step_id: str, shelf: Shelf) -> tuple[Step, Found]:
    values = {"title": step_id} | read_front(pair, STEP)
    found = read_parts(pair, shelf)
    if pair.is_source and not found.parts:
        pair.own.complain(
            Place(pair.own.path), "step-empty", f'The step "{step_id}" is empty.', "Write what it shows."
        )
    return Step(id=step_id, parts=tuple(found.parts), **values), found


def _gp_texts(pair: Pair, shelf: Shelf) -> GpTexts:
    reviewed = read_front(pair, GP).get("reviewed")
    summary: Words = NO_WORDS
    asks: list[Ask] = []
    unopened = ""
    for source, own in matched(pair):
        if isinstance(source, Span) or isinstance(own, Span):
            summary = summary or render(pair.own, own if isinstance(own, Span) else None)
        elif source.kind.text == "ask":
            asks.append(_ask(pair, source, own, shelf))
        elif source.kind.text == "unopened":
            unopened = " ".join((own.text.text if own.text else "").split())
        elif pair.is_source:
            pair.own.complain(
                own.kind.place,
                "kind-unknown",
                f'"{own.kind.text}" does not belong in gp.md.',
                did_you_mean(own.kind.text, ("ask", "unopened")),
            )
    return GpTexts(summary, tuple(asks), unopened, reviewed)


def _ask(pair: Pair, source: RawBlock, own: RawBlock, shelf: Shelf) -> Ask:
    read = read_block(pair, source, own, ASK)
    tool = read.values.get("tool", "")
    if tool and tool not in shelf.tools and pair.is_source:
        pair.own.complain(
            own.settings["tool"].place,
            "tool-unknown",
            f'There is no tool "{tool}".',
            did_you_mean(tool, shelf.tools),
        )
    lines = own.text.text.split("\n") if own.text else []
    question = " ".join(line for line in lines if not line.startswith(">"))
    link = " ".join(line[1:].strip() for line in lines if line.startswith(">"))
    if not link:
        pair.own.complain(
            own.kind.place,
            "ask-link",
            f'The question "{read.id}" leads to no link question.',
            "Add it below the question as  > words",
        )
    return Ask(read.id, " ".join(question.split()), link, tool)
