"""What can get another id, and what would be lost by it: answers are found by ids."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from selfhelp.content.blocks import NAMES
from selfhelp.content.grammar import RawBlock
from selfhelp.content.problems import suggestion
from selfhelp.content.writing.edits import Edit
from selfhelp.content.writing.places import Shelves, an_id
from selfhelp.content.writing.refusals import RefusedError
from selfhelp.content.writing.renaming import Renaming, with_old_id
from selfhelp.exercises.kinds import KINDS

Deed = tuple[Renaming, dict[str, list[Edit]]]


def new_id(shelves: Shelves, sort: str, old: str, new: str, *, unused: bool) -> Deed:
    """Return what is to be renamed, and the lines `was:` that go with it.

    `unused`: the author knows that nobody has met it yet.

    :raises RefusedError: where there is no such thing, or answers would be lost.
    """
    before, slash, last = new.rpartition("/")
    if slash and before != old.rpartition("/")[0]:
        raise RefusedError("moved", old=old, new=new)
    an_id(last)
    if last == old.rpartition("/")[2]:
        raise RefusedError("same-id", id=last)
    return SORTS[sort](shelves, old, last, unused=unused)


def _module(shelves: Shelves, old: str, new: str, *, unused: bool) -> Deed:
    key = shelves.module(old)
    _refuse_losing("lesson" if key.startswith("course/") else "module", old, unused=unused)
    return Renaming(frozenset([key]), new), {}


def _step(shelves: Shelves, old: str, new: str, *, unused: bool) -> Deed:
    key = shelves.step(old)
    if new in {"module", "gp"}:
        raise RefusedError("step-name", id=new)
    _refuse_losing("lesson-step" if key.startswith("course/") else "step", old, unused=unused)
    return Renaming(frozenset([key]), new), {}


def _tool(shelves: Shelves, old: str, new: str, *, unused: bool) -> Deed:
    key = shelves.tool(old)
    _refuse_losing("tool", old, unused=unused)
    return Renaming(frozenset([key]), new), {}


def _exercise(shelves: Shelves, old: str, new: str, *, unused: bool) -> Deed:
    """Rename an exercise of one module or tool; of every module that asks it, where none is named."""
    found = _exercises(shelves, old)
    edits: dict[str, list[Edit]] = {}
    for key, name, block in found:
        if KINDS[block.kind.text].asks and not key.startswith("course/"):
            raw = shelves.source[name]
            if line := with_old_id(raw, block, new, unused=unused):
                edits.setdefault(raw.path, []).append(line)
    return Renaming(frozenset(f"{key}#{block.id.text}" for key, _, block in found), new), edits


def _option(shelves: Shelves, old: str, new: str, *, unused: bool) -> Deed:
    exercise, slash, option = old.rpartition("/")
    if "/" not in exercise or not slash:
        raise RefusedError("shape-option", id=old)
    ((key, _, block),) = _exercises(shelves, exercise)
    known = [item.id.text for item in block.items]
    if option not in known:
        raise RefusedError("unknown-option", id=option, block=block.name, hint=suggestion(option, known))
    if "follows" in block.settings:
        raise RefusedError("option-follows", id=option)
    if block.kind.text == "useful":
        raise RefusedError("option-step", id=option)
    if KINDS[block.kind.text].asks and not key.startswith("course/"):
        _refuse_losing("option", option, unused=unused)
    return Renaming(frozenset([f"{key}#{block.id.text}#{option}"]), new), {}


SORTS: Mapping[str, Callable[..., Deed]] = MappingProxyType(
    {"module": _module, "step": _step, "tool": _tool, "exercise": _exercise, "option": _option}
)


def _exercises(shelves: Shelves, named: str) -> list[tuple[str, str, RawBlock]]:
    """Return what is meant by `link/goal-1` or `chain/thought`: where it belongs, its file and its block.

    A name alone is meant in every module that has it.
    """
    owner, slash, exercise_id = named.rpartition("/")
    everywhere = [*shelves.modules(), *shelves.tools()]
    owners = [key for key in everywhere if owner in {key, key.partition("/")[2]}]
    if not slash:
        owners = [key for key in everywhere if key.startswith("modules/")]
    elif not owners:
        known = [key.partition("/")[2] for key in everywhere]
        raise RefusedError("unknown-owner", id=owner, hint=suggestion(owner, known))
    blocks = [(key, *one) for key in owners for one in shelves.blocks_of(key) if _is_exercise(one[1])]
    found = [one for one in blocks if one[2].id.text == exercise_id]
    if not found:
        hint = suggestion(exercise_id, [one[2].id.text for one in blocks])
        raise RefusedError("unknown-exercise", id=named, hint=hint)
    if slash and len({key for key, _, _ in found}) > 1:
        raise RefusedError(
            "ambiguous", id=named, names=" · ".join(f"{key}/{exercise_id}" for key, _, _ in found)
        )
    return found


def _is_exercise(block: RawBlock) -> bool:
    return block.kind.text in KINDS and block.kind.text not in NAMES


def _refuse_losing(what: str, old: str, *, unused: bool) -> None:
    if not unused:
        raise RefusedError(f"answers-lost.{what}", id=old)
