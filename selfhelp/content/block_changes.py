"""What is different between two versions of the steps of a module, or of the blocks of a tool."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from selfhelp.content.described import Described
from selfhelp.exercises.kinds import KINDS

Sort = Literal["words", "safe", "consent", "breaking"]
Name = tuple[str, str, int]  # kind, id and turn of a block that asks nothing: several may point at one name
OPENNESS = ("nothing", "done", "ask", "count", "answer", "trend")  # how far an answer may go, least first


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `of` is "modules/link", "tools/chain" or a file; `at` a step, a block or both.

    `what` names the sentence that tells it, with `facts`.
    """

    of: str
    at: str
    what: str
    sort: Sort
    facts: tuple[tuple[str, str], ...] = ()


def steps_changed(of: str, old: Sequence[Described], new: Sequence[Described]) -> Iterator[Change]:
    """Yield what is different in a module's steps, but for their words."""
    was, now = ({step["id"]: step["blocks"] for step in steps} for steps in (old, new))
    yield from (Change(of, step, "step-gone", "breaking") for step in was if step not in now)
    yield from (Change(of, step, "step-new", "safe") for step in now if step not in was)
    if [step for step in was if step in now] != [step for step in now if step in was]:
        yield Change(of, "", "order", "safe")
    yield from blocks_changed(of, {step: blocks for step, blocks in was.items() if step in now}, now)


def blocks_changed(
    of: str, old: Mapping[str, Sequence[Described]], new: Mapping[str, Sequence[Described]]
) -> Iterator[Change]:
    """Yield what is different in blocks, by step; those of a tool stand under ""."""
    everywhere = {id_: (step, block) for step, blocks in new.items() for id_, block in _by_any_id(blocks)}
    for step, blocks in old.items():
        yield from _all_shown_changed(of, step, _shown(blocks), _shown(new[step]))
        for block in (one for one in blocks if one["asks"]):
            yield from _exercise_now(of, step, block, everywhere)
        known = {id_ for one in blocks for id_ in (one["id"], *one["was"])}
        for block in (one for one in new[step] if one["asks"]):
            if not known & {block["id"], *block["was"]}:
                yield Change(of, _at(step, block["id"]), "exercise-new", "safe")
        if _order(blocks, new[step]) != _order(new[step], blocks):
            yield Change(of, step, "order", "safe")


def opened(of: str, at: str, old: str, new: str) -> Iterator[Change]:
    """Yield whether the doctor may get more than before, or less."""
    if old != new:
        more = OPENNESS.index(new) > OPENNESS.index(old)
        yield Change(of, at, "gp-more" if more else "gp-less", "consent" if more else "safe", facts(old, new))


def facts(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Return what a sentence tells of a value that was changed."""
    return (("old", old), ("new", new))


def _exercise_now(
    of: str, step: str, block: Described, everywhere: Mapping[str, tuple[str, Described]]
) -> Iterator[Change]:
    """Yield what has become of an exercise. Answers are kept by step: moved elsewhere, they stay behind."""
    if block["id"] not in everywhere:
        yield Change(of, _at(step, block["id"]), "exercise-gone", "breaking")
        return
    where, present = everywhere[block["id"]]
    if where != step:
        yield Change(of, _at(step, block["id"]), "exercise-moved", "breaking", (("step", where),))
    else:
        yield from _exercise_changed(of, _at(step, present["id"]), block, present)


def _exercise_changed(of: str, at: str, old: Described, new: Described) -> Iterator[Change]:
    if old["kind"] != new["kind"]:
        yield Change(of, at, "kind", "breaking", facts(old["kind"], new["kind"]))
        return
    if old["id"] != new["id"]:
        yield Change(of, at, "renamed", "safe", facts(old["id"], new["id"]))
    yield from _condition_changed(of, at, old, new)
    yield from opened(of, at, old["gp"], new["gp"])
    if old["phase"] != new["phase"]:
        yield Change(of, at, "phase", "breaking")
    yield from _settings_changed(of, at, "binds", "breaking", old, new)
    yield from _settings_changed(of, at, "rest", "safe", old, new)
    if old["of"] != new["of"] and old["binds"] == new["binds"]:
        yield Change(of, at, "tool-inside", "safe")
    yield from _options_changed(of, at, old, new)


def _condition_changed(of: str, at: str, old: Described, new: Described) -> Iterator[Change]:
    if old["when"] != new["when"]:
        yield Change(of, at, "when", "breaking", facts(old["when"] or "–", new["when"] or "–"))


def _settings_changed(
    of: str, at: str, group: str, sort: Sort, old: Described, new: Described
) -> Iterator[Change]:
    for word, value in old[group].items():
        if new[group].get(word) != value:
            told = facts(_told(value), _told(new[group].get(word)))
            yield Change(of, at, "setting", sort, (("word", word), *told))


def _options_changed(of: str, at: str, old: Described, new: Described) -> Iterator[Change]:
    was, now = ({one["id"]: one["note"] for one in block["options"]} for block in (old, new))
    yield from (
        Change(of, at, "option-gone", "breaking", (("option", one),)) for one in was if one not in now
    )
    yield from (Change(of, at, "option-new", "safe", (("option", one),)) for one in now if one not in was)
    if [one for one in was if one in now] != [one for one in now if one in was]:
        yield Change(of, at, "order", "safe")
    # What is counted from the notes decides which blocks are shown.
    counted: Sort = "breaking" if KINDS[old["kind"]].publishes else "safe"
    for one in was:
        if one in now and was[one] != now[one]:
            yield Change(of, at, "note", counted, (("option", one), *facts(was[one], now[one])))


def _all_shown_changed(
    of: str, step: str, old: Mapping[Name, Described], new: Mapping[Name, Described]
) -> Iterator[Change]:
    """Yield what is different in blocks that ask nothing."""
    for name, block in old.items():
        if name not in new:
            yield Change(of, _at(step, name[1]), "shown-gone", "safe")
            continue
        yield from _condition_changed(of, _at(step, name[1]), block, new[name])
        for group in ("binds", "rest"):
            yield from _settings_changed(of, _at(step, name[1]), group, "safe", block, new[name])
        yield from _options_changed(of, _at(step, name[1]), block, new[name])
    yield from (Change(of, _at(step, name[1]), "shown-new", "safe") for name in new if name not in old)


def _shown(blocks: Sequence[Described]) -> dict[Name, Described]:
    """Return the blocks that ask nothing."""
    found: dict[Name, Described] = {}
    for block in blocks:
        if not block["asks"]:
            turn = sum(name[:2] == (block["kind"], block["id"]) for name in found)
            found[block["kind"], block["id"], turn] = block
    return found


def _by_any_id(blocks: Sequence[Described]) -> Iterator[tuple[str, Described]]:
    for block in blocks:
        if block["asks"]:
            yield from ((id_, block) for id_ in (*block["was"], block["id"]))


def _order(blocks: Sequence[Described], others: Sequence[Described]) -> list[str]:
    """Return the first ids of those blocks that stand in both, in their order here."""
    theirs = {_first(one) for one in others}
    return [_first(one) for one in blocks if _first(one) in theirs]


def _first(block: Described) -> str:
    return f"{block['kind']} {block['was'][0] if block['was'] else block['id']}"


def _at(step: str, block: str) -> str:
    return "/".join(filter(None, (step, block)))


def _told(value: Any) -> str:
    return (
        "-".join(str(one) for one in value)
        if isinstance(value, list)
        else "–"
        if value in ("", None)
        else str(value)
    )
