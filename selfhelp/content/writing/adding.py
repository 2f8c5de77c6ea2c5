"""New modules, steps, tools and exercises: well-formed in every language, and listed where they must be."""

from collections.abc import Iterator
from datetime import date

from selfhelp.content.grammar import RawBlock, RawFile
from selfhelp.content.pairs import by_place
from selfhelp.content.problems import suggestion
from selfhelp.content.writing.draft import Draft
from selfhelp.content.writing.edits import Edit, edited, line_below
from selfhelp.content.writing.lists import with_listed
from selfhelp.content.writing.lock_keys import with_lock
from selfhelp.content.writing.places import PROGRAMME, Shelves, an_id, readable
from selfhelp.content.writing.refusals import RefusedError
from selfhelp.content.writing.skeletons import block_text, file_text
from selfhelp.exercises.kinds import KINDS

FIRST_STEP = "welcome"
IN_EVERY_MODULE = ("module", "gp")  # names of files that are no steps


def new_module(shelves: Shelves, module_id: str, *, today: date) -> Draft:
    """Add a module with one step, at the end of the programme.

    :raises RefusedError: where there is one already, or it cannot be called that.
    """
    key = f"modules/{an_id(module_id)}"
    draft: dict[str, str | None] = {}
    for name, skeleton in (("module", "module"), ("gp", "gp"), (FIRST_STEP, "step")):
        draft |= _files(shelves, f"{key}/{name}.md", skeleton, step=FIRST_STEP, today=today.isoformat())
    return draft | _listed(shelves, PROGRAMME, "modules", module_id)


def new_step(shelves: Shelves, place: str, *, after: str = "") -> Draft:
    """Add a step, behind another one or at the end of its module.

    :raises RefusedError: where there is one already, or it cannot be called that.
    """
    module, slash, step_id = place.rpartition("/")
    if not slash:
        raise RefusedError("shape-step", id=place)
    key = shelves.module(module)
    if an_id(step_id) in IN_EVERY_MODULE:
        raise RefusedError("step-name", id=step_id)
    draft = _files(shelves, f"{key}/{step_id}.md", "step")
    return draft | _listed(shelves, f"{key}/module.md", "steps", step_id, after=after)


def new_tool(shelves: Shelves, tool_id: str) -> Draft:
    """Add a tool, the last in the toolbox.

    :raises RefusedError: where there is one already, or it cannot be called that.
    """
    draft = _files(shelves, f"tools/{an_id(tool_id)}.md", "tool")
    return draft | _listed(shelves, PROGRAMME, "tools", tool_id)


def new_exercise(shelves: Shelves, place: str, kind: str, exercise_id: str, *, after: str = "") -> Draft:
    """Add a block to a step or a tool, behind another one or at the end of its file.

    :raises RefusedError: where there is no such place or kind.
    """
    key = shelves.step(place) if "/" in place.removeprefix("tools/") else shelves.tool(place)
    if kind not in KINDS:
        raise RefusedError("kind-unknown", kind=kind, hint=suggestion(kind, KINDS))
    source = readable(shelves.source[f"{key}.md"])
    behind = _before(source, after)
    values = _values(shelves, key, kind) | {"id": exercise_id}
    draft = {
        raw.path: _with_block(raw, shelves.text(raw.path), block_text(kind, raw.locale, **values), behind)
        for raw in shelves.each(f"{key}.md")
    }
    return with_lock(shelves, draft)


def _files(shelves: Shelves, name: str, skeleton: str, **values: str) -> dict[str, str | None]:
    """Return one new file in every language.

    :raises RefusedError: where one is there already.
    """
    paths = {locale: f"{locale}/{name}" for locale in shelves.everything.files}
    if there := [path for path in paths.values() if (shelves.folder / path).exists()]:
        raise RefusedError("file-there", file=there[0])
    return {path: file_text(skeleton, locale, **values) for locale, path in paths.items()}


def _listed(shelves: Shelves, name: str, word: str, new: str, *, after: str = "") -> dict[str, str | None]:
    raw = readable(shelves.source[name])
    return {raw.path: edited(shelves.text(raw.path), [with_listed(raw, word, new, after=after)])}


def _before(source: RawFile, after: str) -> list[RawBlock]:
    """Return the blocks up to the one named, the last first; none where nothing is named.

    :raises RefusedError: where no block is called that.
    """
    if not after:
        return []
    ids = [block.id.text for block in source.blocks]
    if after not in ids:
        raise RefusedError("after-unknown", id=after, file=source.path)
    return source.blocks[ids.index(after) :: -1]


def _with_block(raw: RawFile, text: str, new: str, behind: list[RawBlock]) -> str:
    """Put the block behind the nearest of these that the file has; with none of them, at its end."""
    if not behind:
        return edited(text.rstrip(), [Edit.above(len(raw.lines) + 1, f"\n\n{new}\n")])
    here = {key: part for key, part in by_place(raw).items() if isinstance(part, RawBlock)}
    names = [(block.kind.text, block.id.text, 1) for block in behind]
    found = next((here[name] for name in names if name in here), None)
    if found is None:
        return edited(text, [Edit.above(raw.blocks[0].kind.place.line, f"{new}\n\n")])
    return edited(text, [Edit.above(line_below(raw, found), f"\n{new}\n")])


def _values(shelves: Shelves, key: str, kind: str) -> dict[str, str]:
    """Return what a new block names: the programme's first tool and questionnaire, the module's first step.

    :raises RefusedError: where the kind needs what the programme does not have.
    """
    source = shelves.everything.source
    known = {"tool": list(source.tools), "instrument": list(source.instruments)}
    named = {**known, "step": list(_steps(shelves, key))}
    wanted = {"planner": "tool", "home-practice": "tool", "tool": "tool", "chart": "instrument"} | {
        "instrument": "instrument"
    }
    if kind in wanted and not known[wanted[kind]]:
        raise RefusedError(f"no-{wanted[kind]}", kind=kind)
    return {word: found[0] for word, found in named.items() if found}


def _steps(shelves: Shelves, key: str) -> Iterator[str]:
    module, _, step = key.rpartition("/")
    yield from (other for other in shelves.steps(module) if other != step)
    yield step
