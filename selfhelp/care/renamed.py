"""What is kept under an id that has been changed since is found under the present one."""

from collections.abc import Collection, Mapping

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
