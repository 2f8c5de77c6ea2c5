"""Reads a module: `module.md`, `gp.md` and one file a step. A lesson of the course is made like one."""

from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from selfhelp.content.blocks import Found, Traced, read_parts
from selfhelp.content.doctor_file import read_doctors_texts
from selfhelp.content.grammar import Span
from selfhelp.content.model import GpTexts, Module, Step
from selfhelp.content.pairs import Pair, matched
from selfhelp.content.prose import render
from selfhelp.content.shape import read_front
from selfhelp.content.tree import Tree
from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Setting, Shelf
from selfhelp.exercises.words import NO_WORDS, Words


def _sittings(value: str) -> tuple[tuple[str, ...], ...]:
    """Read steps in order; a bar is "Stop here for today"."""
    sittings = tuple(settings_read.ids(part) for part in value.split("|"))
    if not all(sittings):
        raise ValueError("Write at least one step on each side of a bar.")
    return sittings


MODULE = MappingProxyType(
    {
        "title": Setting(words=True, required=True),
        "steps": Setting(_sittings, required=True, field="sittings"),
        "short": Setting(settings_read.ids),
        "requires": Setting(settings_read.ids),
        "week": Setting(settings_read.from_one),
        "retired": Setting(settings_read.ids),
        "picture": Setting(settings_read.media),
        "picture-alt": Setting(words=True),
    }
)
# A lesson needs no other one, and nothing of it is kept that could be retired.
LESSON = MappingProxyType({word: MODULE[word] for word in ("title", "steps", "picture", "picture-alt")})
STEP = MappingProxyType(
    {
        "title": Setting(words=True, required=True),
        "minutes": Setting(settings_read.from_one),
        "words-free": Setting(settings_read.yes_no),
    }
)


def read_module(
    tree: Tree,
    module_id: str,
    shelf: Shelf,
    *,
    base: Literal["modules", "course"] = "modules",
    word: str = "modules",
) -> tuple[Module, list[Traced]]:
    """Read one module or lesson, listed after `word`; also return the traces of its exercises."""
    folder = f"{base}/{module_id}"
    keeps = base == "modules"
    pair = tree.pair(f"{folder}/module.md", named_in=tree.pair("programme.md"), word=word, name=module_id)
    if pair is None:
        return Module(id=module_id, title=module_id), []
    values = read_front(pair, MODULE if keeps else LESSON)
    values.pop("retired", None)
    aim = _aim(pair)
    listed = [step for sitting in values.get("sittings", ()) for step in sitting]
    _check_listed(tree, pair, listed, others={"module", "gp"} if keeps else {"module"})
    steps, traced = [], []
    for at, step_id in enumerate(dict.fromkeys(listed)):
        step_pair = tree.pair(f"{folder}/{step_id}.md", named_in=pair, word="steps")
        if step_pair is None:
            continue
        step, found = _step(step_pair, step_id, shelf, keeps=keeps)
        steps.append(step)
        for trace in found.traced:
            trace.at, trace.step = at, step_id
        traced += found.traced
    gp = tree.pair(f"{folder}/gp.md") if keeps else None
    texts = read_doctors_texts(gp, shelf) if gp else GpTexts()
    title = values.pop("title", module_id)
    return Module(id=module_id, title=title, aim=aim, steps=tuple(steps), gp=texts, **values), traced


def _aim(pair: Pair) -> Words:
    aim: Words = NO_WORDS
    for _, own in matched(pair):
        if isinstance(own, Span):
            aim = aim or render(pair.own, own, holes=False)
        elif pair.is_source:
            pair.own.complain(own.kind.place, "kind-unknown.module", kind=own.kind.text)
    return aim


def _check_listed(tree: Tree, pair: Pair, listed: list[str], *, others: set[str]) -> None:
    """Complain about steps listed twice, and about files no list names."""
    if not pair.is_source or not listed:
        return
    span, folder = pair.own.front["steps"], pair.own.path.split("/", 1)[1].rsplit("/", 1)[0]
    for step_id in sorted({step for step in listed if listed.count(step) > 1}):
        pair.own.complain(span.at(step_id), "step-twice", id=step_id)
    names = tree.names(folder)
    misspelt = {meant for step in listed if step not in names for meant in get_close_matches(step, names, 1)}
    for name in names:
        if name not in {*others, *listed, *misspelt}:
            tree.source[f"{folder}/{name}.md"].complain_whole("step-unlisted", id=name, list=pair.own.path)


def _step(pair: Pair, step_id: str, shelf: Shelf, *, keeps: bool) -> tuple[Step, Found]:
    values = {"title": step_id} | read_front(pair, STEP)
    told = len(pair.own.problems)
    found = read_parts(pair, shelf, keeps=keeps)
    if pair.is_source and not found.parts and not pair.own.broken and len(pair.own.problems) == told:
        pair.own.complain_whole("step-empty", id=step_id)
    return Step(id=step_id, parts=tuple(found.parts), **values), found
