"""Modules, tools and questionnaires as plain values: what two versions of them are compared by.

Each part is divided by what a change of it means to somebody who has answered: `words` are only read,
`around` is how a step is offered, and all else decides what is asked and how an answer is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from json import dumps
from typing import Any

from selfhelp.content.model import Module, Programme, Step
from selfhelp.exercises.conditions import Condition
from selfhelp.exercises.exercise import Exercise, Setting
from selfhelp.exercises.instrument import Questionnaire
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Ref, Words

Described = dict[str, Any]
NO_STRUCTURE = ("words", "around", "was")
PROGRAMME = "programme"


def described_module(module: Module, programme: Programme) -> Described:
    """Return a module as patients meet it in this programme; the doctor's texts about it stand apart."""

    def named(ref: Ref) -> str:
        return _first_name(ref, programme.modules.get(ref.module) if ref.module else module, programme)

    return {
        "words": {"title": module.title, "aim": module.aim.source, "picture-alt": module.picture_alt},
        "around": {
            "picture": module.picture,
            "requires": list(module.requires),
            "week": module.week,
            "sittings": [list(sitting) for sitting in module.sittings],
        },
        "steps": [_step(step, named) for step in module.steps],
    }


def described_tool(tool: Tool) -> Described:
    """Return a tool with its blocks, examples, and what it says of all entries together."""

    def named(ref: Ref) -> str:
        block = tool.block(ref.name)
        return str(replace(ref, name=block.first_id) if block else ref)

    return {
        "words": {
            "title": tool.title,
            "what": tool.what,
            "link-question": tool.link_question,
            "text": tool.text.source,
            "examples": [[one.character, dict(one.words)] for one in tool.examples],
            "shows": [[one.id, one.text.source] for one in tool.shows],
            "gp-number": tool.gp_number.source,
        },
        "around": {"view": tool.view, "for": tool.meant_for, "picture": tool.picture},
        "keeps": tool.keeps,
        "gp": tool.gp,
        "blocks": [described_block(block, named) for block in tool.blocks],
    }


def described_questionnaire(of: Questionnaire) -> Described:
    """Return a questionnaire: what it counts by, and its words."""
    coded = {"answers": of.answers, "items": of.items, "difficulty": of.difficulty_answers}
    return {
        "words": {
            "title": of.title,
            "stem": of.stem.source,
            "refuse": of.refuse,
            **{name: [one.words for one in found] for name, found in coded.items()},
            "bands": [one.words for one in of.bands],
        },
        **{name: [one.id for one in found] for name, found in coded.items()},
        "bands": [[one.id, one.low, one.high] for one in of.bands],
        "rules": [of.missing_allowed, of.change, of.reliable, of.recovered_below, of.severe_from],
        "safety": of.safety_item,
    }


def described_block(block: Exercise, named: Callable[[Ref], str]) -> Described:
    """Return one block. `binds` are the settings without which a saved answer cannot be read.

    What its condition asks about is `named` by first ids: another id for it is no other condition.
    """
    known = {**block.settings, **block.tool_settings}
    said = {"text": block.text.source, "short": block.short}
    return {
        "id": block.id,
        "was": list(block.was),
        "kind": block.kind,
        "asks": block.asks,
        "gp": block.gp,
        "phase": block.phase,
        "when": _condition(block.when, named),
        "words": said | _settings(block, {word: one for word, one in known.items() if one.words}),
        "binds": _settings(block, {word: one for word, one in known.items() if one.binds}),
        "rest": _settings(block, {w: one for w, one in known.items() if not (one.words or one.binds)}),
        "of": _structure_of(getattr(block, "of", None)),
        "options": [
            {"id": one.id, "note": one.note, "words": [one.plain, one.feedback.source]}
            for one in block.options
        ],
    }


def said_in(programme: Programme) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield all words of a programme by their place: what they belong to, and the step or block there.

    What frames a step, such as its minutes, counts as words.
    """
    for module in programme.modules.values():
        described = described_module(module, programme)
        yield (module.name, ""), (described["words"], described["around"])
        yield (f"{module.name}/gp", ""), module.gp
        for step in described["steps"]:
            yield (module.name, step["id"]), (step["words"], step["around"])
            yield from (((module.name, f"{step['id']}/{at}"), said) for at, said in _said_by(step["blocks"]))
    for tool in programme.tools.values():
        described = described_tool(tool)
        yield (tool.name, ""), (described["words"], described["around"])
        yield from (((tool.name, at), said) for at, said in _said_by(described["blocks"]))
    for questionnaire in programme.instruments.values():
        yield (f"instruments/{questionnaire.id}", ""), described_questionnaire(questionnaire)["words"]
    yield from (((f"pages/{name}", ""), page) for name, page in programme.pages.items())
    yield from (((f"course/{lesson.id}", ""), lesson) for lesson in programme.course.values())
    yield (PROGRAMME, ""), (programme.title, programme.text, programme.spacing, programme.access)
    for part in (programme.characters, programme.shares, programme.curves):
        yield from (((PROGRAMME, name), one) for name, one in part.items())
    yield (PROGRAMME, "goals"), (programme.goals, programme.change_for_gp, programme.change_for_patient)


def _said_by(blocks: Sequence[Described]) -> Iterator[tuple[str, Any]]:
    """Yield the words of blocks and options by first ids; several that point at one name are numbered."""
    seen: dict[str, int] = {}
    for block in blocks:
        name = block["was"][0] if block["was"] else block["id"] or block["kind"]
        seen[name] = seen.get(name, 0) + 1
        at = name if seen[name] == 1 else f"{name} ({seen[name]})"
        yield at, block["words"]
        yield from ((f"{at}/{one['id']}", one["words"]) for one in block["options"])


def structure_of(described: Described) -> str:
    """Return a hash of what is left without words."""
    return sha256(dumps(_without_words(described), sort_keys=True).encode()).hexdigest()


def _condition(condition: Condition | None, named: Callable[[Ref], str]) -> str:
    """Return a condition as an author would have written it with the first ids; "" for none."""
    terms = condition.terms if condition else ()
    join = " or " if condition and condition.any_of else " and "
    return join.join(f"{named(term.ref)} {term.operator} {term.value}".strip() for term in terms)


def _first_name(ref: Ref, module: Module | None, programme: Programme) -> str:
    """Return a name with the first ids of the exercise, and of the block of the tool that it means."""
    exercise = module.asking.get(ref.name) if module else None
    of = getattr(exercise, "of", None) if exercise else programme.tools.get(ref.name)
    block = of.block(ref.part) if isinstance(of, Tool) else None
    name, part = exercise.first_id if exercise else ref.name, block.first_id if block else ref.part
    return str(Ref(name, part, ref.module))


def _step(step: Step, named: Callable[[Ref], str]) -> Described:
    return {
        "id": step.id,
        "words": {"title": step.title, "prose": _prose(p for p in step.parts if isinstance(p, Words))},
        "around": {"minutes": step.minutes},
        "blocks": [described_block(block, named) for block in step.exercises],
    }


def _prose(parts: Iterable[Words]) -> list[str]:
    return [part.source for part in parts if part]


def _settings(block: Exercise, known: Mapping[str, Setting]) -> Described:
    return {word: _plain(getattr(block, one.held_in(word))) for word, one in known.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        return value.source
    return list(value) if isinstance(value, tuple) else value


def _structure_of(of: object) -> str:
    """Return the structure of the tool or questionnaire that a block holds: its answers depend on it."""
    if isinstance(of, Tool):
        return structure_of(described_tool(of))
    return structure_of(described_questionnaire(of)) if isinstance(of, Questionnaire) else ""


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(inner) for key, inner in value.items() if key not in NO_STRUCTURE}
    return [_without_words(inner) for inner in value] if isinstance(value, list) else value
