"""Gives something another id wherever it is named, in every language: all of it or nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selfhelp.content.grammar import RawBlock, RawFile
from selfhelp.content.writing.draft import Draft
from selfhelp.content.writing.edits import Edit, edited
from selfhelp.content.writing.lock_keys import with_lock
from selfhelp.content.writing.mentions import pointers
from selfhelp.content.writing.places import Shelves, readable
from selfhelp.content.writing.refusals import RefusedError

Edits = Mapping[str, Iterable[Edit]]  # by file


@dataclass(frozen=True, slots=True)
class Renaming:
    """What is called otherwise afterwards: its names so far, as pointers write them, and its new id."""

    names: frozenset[str]
    new: str

    def moved(self, path: str) -> str:
        """Return where a file lies afterwards: `nb/modules/link/goals.md`."""
        locale, _, name = path.partition("/")
        for old in self.names:
            if "#" not in old:
                new = f"{old.rpartition('/')[0]}/{self.new}"
                if name == f"{old}.md":
                    return f"{locale}/{new}.md"
                if name.startswith(f"{old}/"):
                    return f"{locale}/{new}{name.removeprefix(old)}"
        return path


def renamed(shelves: Shelves, renaming: Renaming, more: Edits) -> Draft:
    """Return every file that is written otherwise afterwards, and the lock; `more` are other edits in them.

    :raises RefusedError: where a file cannot be read, is in the way, or names several things in one.
    """
    for files in shelves.everything.files.values():
        for raw in files.values():
            _whole(raw)
    edits = _edits(shelves, renaming, more)
    draft: dict[str, str | None] = {}
    for raw in _all_files(shelves):
        new = renaming.moved(raw.path)
        if new != raw.path and (shelves.folder / new).exists():
            raise RefusedError("file-there", file=new)
        if new != raw.path or raw.path in edits:
            draft[new] = edited(shelves.text(raw.path), edits.get(raw.path, ()))
            draft |= {raw.path: None} if new != raw.path else {}
    return with_lock(shelves, draft, moved=renaming.moved)


def with_old_id(raw: RawFile, block: RawBlock, new: str, *, unused: bool) -> Edit | None:
    """Return the line `was:` that lets answers follow a block; none where nobody has answered it.

    :raises RefusedError: where the new id is one that answers have been given under before.
    """
    span = block.settings.get("was")
    old_ids = [one.strip() for one in span.text.split(",")] if span else []
    if new in old_ids and not unused:
        raise RefusedError("was-own", id=block.id.text, new=new)
    kept = old_ids[: old_ids.index(new)] if new in old_ids else old_ids
    ids = kept if unused else [*kept, block.id.text]
    if ids == old_ids:
        return None
    line = f"was: {', '.join(ids)}"
    if span is None:
        return Edit.above(block.kind.place.line + 1, f"{line}\n")
    if ids:
        return Edit(span.place.line, 1, len(raw.lines[span.place.line - 1]), line)
    return Edit.without(raw, span.place.line)


def _whole(raw: RawFile) -> None:
    """See that nothing is hidden in a file, for it might be a name.

    :raises RefusedError: with what is to be mended first.
    """
    readable(raw)
    if raw.front_unread or any(block.unread for block in raw.blocks):
        raise RefusedError("mend-first", raw.problems, file=raw.path)


def _edits(shelves: Shelves, renaming: Renaming, more: Edits) -> dict[str, set[Edit]]:
    """Return the new id at every place that has the old one.

    :raises RefusedError: where a place also names something that keeps its id.
    """
    found: dict[str, set[Edit]] = {path: set(edits) for path, edits in more.items()}
    others: dict[tuple[str, Edit], str] = {}
    for pointer in pointers(shelves.everything):
        edit = Edit.at(pointer.place, renaming.new)
        if pointer.name in renaming.names:
            found.setdefault(pointer.raw.path, set()).add(edit)
        else:
            others[pointer.raw.path, edit] = pointer.name
    for path, edits in found.items():
        if shared := [edit for edit in edits if (path, edit) in others]:
            other = others[path, shared[0]]
            raise RefusedError("shared", where=f"{path}:{shared[0].line}", other=other.replace("#", "/"))
    return found


def _all_files(shelves: Shelves) -> Iterator[RawFile]:
    for files in shelves.everything.files.values():
        yield from files.values()
