"""What is kept under an id that has been changed since is found under the present one.

So is what was written with a tool as it stood at another time.
"""

from collections.abc import Collection, Mapping

from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Json, Saved


def stored_ids(stored: Collection[str], renamed: Mapping[str, str]) -> dict[str, str]:
    """Return {present id: the id it is stored under}; `renamed` is {old id: present id}, the oldest first.

    Where several ids of one exercise have been stored, the newest of them counts.
    """
    former = {present: old for old, present in renamed.items() if old in stored}
    return former | {present: present for present in stored if present not in renamed}


def under_present_ids(saved: Saved, renamed: Mapping[str, str]) -> dict[str, Json]:
    """Return saved values under the ids that exercises or blocks have now."""
    return {present: saved[stored] for present, stored in stored_ids(saved, renamed).items()}


def in_terms_of(tool: Tool, then: Tool | None, values: Saved) -> dict[str, Json]:
    """Return an entry's values as this version of its tool asks for them, where they say the same there."""
    if then is None or then is tool:
        return dict(values)
    return {ours: values[theirs] for theirs, ours in _shared(tool, then).items() if theirs in values}


def beside(tool: Tool, then: Tool | None, values: Saved) -> dict[str, Json]:
    """Return the values that this version of the tool does not ask for: writing with it leaves them."""
    known = _shared(tool, then) if then else {}
    return {name: one for name, one in values.items() if name not in known and tool.block(name) is None}


def _shared(tool: Tool, then: Tool) -> dict[str, str]:
    """Return {id in the other version: id here} of the blocks that ask the same."""
    ours = {block.first_id: block for block in tool.asking}
    pairs = ((block, ours.get(block.first_id)) for block in then.asking)
    return {theirs.id: own.id for theirs, own in pairs if own and own.reads_as(theirs)}
