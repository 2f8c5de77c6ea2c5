"""A condition cannot hold where the block it looks at is hidden: found across blocks, steps and modules."""

from pathlib import Path

import pytest

from content.folders import SMALL, Folder

TRAPS = "modules/challenge/traps.md"
GOALS = "modules/link/goals.md"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The small folder with room for more: `a`, `b` and `c` ask one after the other, `last` only shows."""
    folder = Folder.copied(SMALL, tmp_path)
    for locale in ("nb", "en"):
        blocks = "".join(f"::: text {name}\n\n{name.upper()}\n\n:::\n\n" for name in "abc")
        note = "::: note last\n\nD\n\n:::\n"
        folder.write(f"{locale}/{TRAPS}", f"{folder.read(f'{locale}/{TRAPS}')}\n{blocks}{note}")
    return folder


def found(folder: Folder, **conditions: str) -> list[str]:
    """The rules told when the blocks of these names get these conditions."""
    for name, condition in conditions.items():
        kind = {"last": "note", "words": "sort"}.get(name, "text")
        folder.edit(f"nb/{TRAPS}", f"::: {kind} {name}", f"::: {kind} {name}\nwhen: {condition}")
    return folder.rules()


class TestNever:
    @pytest.mark.parametrize(
        "conditions",
        [
            {"a": "mind is reading", "last": "a answered and mind is blackwhite"},
            {"a": "mind is reading", "last": "mind unanswered and a answered"},
            {"a": "my-traps.count >= 2", "last": "a answered and my-traps.count < 2"},
            {"a": "my-traps.count >= 2", "last": "a answered and my-traps unanswered"},
            {"a": "character is ida", "last": "a answered and character is odd"},
            {"a": "chain.count >= 3", "last": "a answered and chain.count < 3"},
            {"a": "link/goal-1 answered", "last": "a answered and link/goal-1 unanswered"},
            {
                "a": "mind is reading",
                "b": "a answered",
                "c": "b answered",
                "last": "c answered and a unanswered",
            },
            {"a": "mind is reading", "b": "mind is blackwhite", "last": "a answered and b answered"},
            {
                "a": "mind is reading or my-traps includes none",
                "last": "a answered and mind is blackwhite and my-traps lacks none",
            },
            {
                "a": "mind is reading",
                "b": "mind is reading and my-traps answered",
                "c": "a answered or b answered",
                "last": "c answered and mind is blackwhite",
            },
        ],
    )
    def test_is_told_once(self, folder: Folder, conditions: dict[str, str]) -> None:
        assert found(folder, **conditions) == ["when-hidden"]

    def test_is_told_of_a_block_in_another_module(self, folder: Folder) -> None:
        folder.edit(f"nb/{GOALS}", "::: check signs", "::: check signs\nwhen: goal-1 answered")

        assert found(folder, last="link/signs.count >= 1 and link/goal-1 unanswered") == ["when-hidden"]

    def test_is_told_of_a_number_that_needs_an_answer(self, folder: Folder) -> None:
        assert found(folder, last="my-traps unanswered and my-traps.count >= 1") == ["when-never"]

    def test_is_told_where_it_stands_and_not_where_it_is_looked_at(self, folder: Folder) -> None:
        conditions = {
            "a": "mind is reading",
            "b": "a answered and mind is blackwhite",
            "c": "b answered",
            "last": "c answered and a answered",
        }

        assert found(folder, **conditions) == ["when-hidden"]
        assert f"when: {conditions['b']}" in folder.told()


class TestPerhaps:
    @pytest.mark.parametrize(
        "conditions",
        [
            {"a": "mind is reading", "last": "a unanswered and mind is blackwhite"},
            {"a": "mind is reading", "last": "a answered or mind is blackwhite"},
            {"a": "mind is reading or my-traps includes none", "last": "a answered and mind is blackwhite"},
            {"a": "mind is not reading", "last": "a answered and mind is blackwhite"},
            {"a": "my-traps includes reading", "last": "a answered and my-traps includes blackwhite"},
            {"a": "my-traps.count >= 1", "last": "a answered and my-traps.count < 3"},
            {"a": "link/goal-1 answered", "b": "a answered", "last": "b answered and a answered"},
        ],
    )
    def test_is_not_told(self, folder: Folder, conditions: dict[str, str]) -> None:
        assert found(folder, **conditions) == []

    def test_is_not_told_where_there_are_too_many_ways_to_look_at(self, folder: Folder) -> None:
        many = " or ".join(["mind is reading"] * 65)

        assert found(folder, a=many, last="a answered and mind is blackwhite") == []

    def test_is_not_told_in_a_tool_whose_entries_are_shown_whole(self, folder: Folder) -> None:
        folder.edit("nb/tools/chain.md", "::: text thought", "::: text thought\nwhen: event answered")
        folder.edit(
            "nb/tools/chain.md",
            "::: strengths feelings",
            "::: strengths feelings\nwhen: thought answered and event unanswered",
        )

        assert folder.rules() == []


def test_a_block_with_a_mistake_of_its_own_implies_nothing(folder: Folder) -> None:
    folder.edit(f"nb/{TRAPS}", "::: text a", "::: text a\nmax: much")

    assert found(folder, a="mind is reading", last="a answered and mind is blackwhite") == ["setting-value"]
