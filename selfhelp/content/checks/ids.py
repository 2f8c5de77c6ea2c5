"""Ids: used once in their module, never again after retirement, never mistaken for a tool's name."""

from collections.abc import Iterator

from selfhelp.content.blocks import NAMES
from selfhelp.content.checks.names import Scope, scopes_of
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile
from selfhelp.content.problems import Place, Problem
from selfhelp.exercises.settings_read import ID


def check_ids(everything: Everything) -> Iterator[Problem]:
    """Check the ids of exercises in every module and tool, and of the blocks of other files."""
    for scope in scopes_of(everything).values():
        yield from _check_once([raw for raw in scope.files if not _stands_alone(raw)])
        yield from _check_renamed(scope, _retired(everything, scope))
        if not scope.is_alone:
            yield from _check_tool_names(everything, scope)
            yield from _check_retired(scope, _retired(everything, scope))
    for raw in everything.source_files.values():
        if _stands_alone(raw):
            yield from _check_once([raw])


def _stands_alone(raw: RawFile) -> bool:
    """Tell whether the file's ids are its own: questions for the doctor, numbers, characters."""
    folders = tuple(f"{SOURCE}/{folder}/" for folder in ("modules", "course", "tools"))
    return not raw.path.startswith(folders) or raw.path.endswith("/gp.md")


def _blocks(files: list[RawFile]) -> Iterator[tuple[RawFile, RawBlock]]:
    """Yield the blocks whose ids are their own; `say ida` and `recall goal-1` only point."""
    for raw in files:
        yield from ((raw, block) for block in raw.blocks if block.id.text and block.kind.text not in NAMES)


def _check_once(files: list[RawFile]) -> Iterator[Problem]:
    first: dict[tuple[str, str], RawBlock] = {}
    for raw, block in _blocks(files):
        kind = block.kind.text if _stands_alone(raw) else ""
        known = first.setdefault((kind, block.id.text), block)
        if known is not block and not (known.unread or block.unread):
            where = f"{known.id.place.path}:{known.id.place.line}"
            yield raw.problem(block.id.place, "id-twice", id=block.id.text, where=where)


def _check_tool_names(everything: Everything, scope: Scope) -> Iterator[Problem]:
    tools = everything.source.tools
    for raw, block in _blocks(scope.files):
        if block.id.text in tools and scope.blocks.get(block.id.text) is block:
            yield raw.problem(block.id.place, "id-is-tool", id=block.id.text)


def _retired(everything: Everything, scope: Scope) -> set[str]:
    module = everything.source_files.get(f"{scope.key}/module.md")
    span = module.front.get("retired") if module else None
    return set(ID.findall(span.text)) if span else set()


def _check_retired(scope: Scope, retired: set[str]) -> Iterator[Problem]:
    for raw, block in _blocks(scope.files):
        if block.id.text in retired:
            yield raw.problem(block.id.place, "id-retired", id=block.id.text)


def _check_renamed(scope: Scope, retired: set[str]) -> Iterator[Problem]:
    """An old id belongs to one exercise, and to no question that is here or gone: answers follow it."""
    files = [raw for raw in scope.files if not _stands_alone(raw)]
    present = {block.id.text for _, block in _blocks(files)}
    first: dict[str, Place] = {}
    for raw, block in _blocks(files):
        for old, place in _old_ids(block):
            before = first.setdefault(old, place)
            if old == block.id.text:
                yield raw.problem(place, "was-itself", id=old)
            elif old in present:
                yield raw.problem(place, "was-in-use", id=old)
            elif old in retired:
                yield raw.problem(place, "was-retired", id=old)
            elif before is not place:
                yield raw.problem(place, "was-twice", id=old, where=f"{before.path}:{before.line}")


def _old_ids(block: RawBlock) -> Iterator[tuple[str, Place]]:
    if span := block.settings.get("was"):
        yield from ((match[0], span.part(match.start(), len(match[0]))) for match in ID.finditer(span.text))
