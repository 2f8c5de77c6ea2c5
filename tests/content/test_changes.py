"""What an author has changed, and what it means to somebody who is in the middle of it."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.edits import EDITS, Edit, change
from content.folders import SMALL, Folder
from selfhelp.content.block_changes import Change
from selfhelp.content.changes import breaks, changes
from selfhelp.content.editions import editions_of
from selfhelp.content.model import Catalogue
from selfhelp.content.problems import ContentError
from selfhelp.content.reading import load_catalogue

Edits = tuple[tuple[str, str, str], ...]
GOALS, OWN_CHAIN, PEOPLE = (f"modules/link/{step}.md" for step in ("goals", "own-chain", "people"))
TRAPS, CHAIN, PROGRAMME = "modules/challenge/traps.md", "tools/chain.md", "programme.md"
NEW_OPTION = (("nb/" + OWN_CHAIN, "- (work) På jobb", "- (work) På jobb\n- (bus) På bussen"),
              ("en/" + OWN_CHAIN, "- (work) At work", "- (work) At work\n- (bus) On the bus"))  # fmt: skip
NO_OPTION = (("nb/" + OWN_CHAIN, "- (work) På jobb", ""), ("en/" + OWN_CHAIN, "- (work) At work", ""))
NEW_BLOCK = tuple(
    (f"{locale}/{GOALS}", "::: check signs", "::: text more\n\nMer?\n\n:::\n\n::: check signs")
    for locale in ("nb", "en")
)


@cache
def before() -> Catalogue:
    return load_catalogue(SMALL)


def after(tmp_path: Path, edits: Edits) -> Catalogue:
    folder = Folder.copied(SMALL, tmp_path)
    for file, old, new in edits:
        folder.edit(file, old, new)
    return load_catalogue(folder.path)


def told(tmp_path: Path, *edits: tuple[str, str, str]) -> list[tuple[str, str, str, str]]:
    return [(one.of, one.at, one.what, one.sort) for one in changes(before(), after(tmp_path, edits))]


@pytest.mark.parametrize(
    ("edits", "change"),
    [
        ((("en/" + GOALS, "How close are you today?", "How near are you today?"),),
         ("modules/link", "goals/goal-1-now", "words", "words")),
        ((("nb/" + GOALS, "minutes: 4", "minutes: 6"),), ("modules/link", "goals", "words", "words")),
        ((("nb/" + GOALS, "max: 200", "max: 300"),), ("modules/link", "goals/goal-1", "setting", "safe")),
        (NEW_OPTION, ("modules/link", "own-chain/trigger", "option-new", "safe")),
        (NO_OPTION, ("modules/link", "own-chain/trigger", "option-gone", "breaking")),
        (NEW_BLOCK, ("modules/link", "goals/more", "exercise-new", "safe")),
        ((("nb/" + GOALS, "range: 0-10", "range: 0-100"),),
         ("modules/link", "goals/goal-1-now", "setting", "breaking")),
        ((("nb/" + GOALS, "gp: ask", "gp: nothing"),), ("modules/link", "goals/goal-1", "gp-less", "safe")),
        ((("nb/" + OWN_CHAIN, "gp: answer", "gp: nothing"),),
         ("modules/link", "own-chain/trigger", "gp-less", "safe")),
        ((("nb/" + TRAPS, "when: my-traps includes reading", "when: my-traps includes blackwhite"),),
         ("modules/challenge", "traps/reading-example", "when", "breaking")),
        ((("nb/" + GOALS, "- (tired: body) Jeg er sliten", "- (tired: mood) Jeg er sliten"),),
         ("modules/link", "goals/signs", "note", "breaking")),
        ((("nb/" + OWN_CHAIN, "- (main: 3) Tre kjeder", "- (main: 4) Tre kjeder"),),
         ("modules/link", "own-chain/practice", "note", "safe")),
        ((("nb/" + CHAIN, "range: 0-100", "range: 0-10"),),
         ("tools/chain", "feelings", "setting", "breaking")),
        ((("nb/" + CHAIN, "keeps: many", "keeps: one"),), ("tools/chain", "", "keeps", "breaking")),
        ((("nb/" + CHAIN, "phase: after", ""),), ("tools/chain", "after", "phase", "breaking")),
        ((("nb/" + CHAIN, "gp: count", "gp: nothing"),), ("tools/chain", "", "tool-gp-less", "safe")),
        ((("nb/" + PROGRAMME, "consent-version: 1", "consent-version: 2"),),
         ("programme", "", "asked-again", "consent")),
        ((("nb/modules/link/module.md", "steps: goals, people, how-are-you | own-chain",
           "steps: people, goals, how-are-you | own-chain"),), ("modules/link", "", "order", "safe")),
    ],
)  # fmt: skip
def test_tells_what_a_change_is(tmp_path: Path, edits: Edits, change: tuple[str, str, str, str]) -> None:
    assert change in told(tmp_path, *edits)


def test_tells_more_openness_as_consent(tmp_path: Path) -> None:
    closed = after(tmp_path / "a", (("nb/" + OWN_CHAIN, "gp: answer", "gp: done"),))

    assert [(one.at, one.what, one.sort) for one in changes(closed, before())] == [
        ("own-chain/trigger", "gp-more", "consent")
    ]


def test_tells_that_a_module_or_a_tool_is_gone() -> None:
    source = before().source
    without = replace(source, modules={"link": source.modules["link"]}, tools={})
    found = changes(before(), Catalogue({"nb": without}, "less"))

    assert Change("modules/challenge", "", "gone", "breaking") in found
    assert Change("tools/chain", "", "gone", "breaking") in found
    assert Change("languages/en", "", "gone", "safe") in found
    assert breaks(found, "modules/challenge")
    assert not breaks(found, "modules/link")


def test_follows_an_exercise_that_was_renamed(tmp_path: Path) -> None:
    names = [
        (f"{locale}/{OWN_CHAIN}", "::: choice trigger", "::: choice came-when") for locale in ("nb", "en")
    ]
    was = ("nb/" + OWN_CHAIN, "::: choice came-when", "::: choice came-when\nwas: trigger")

    assert told(tmp_path / "with", *names, was) == [
        ("modules/link", "own-chain/came-when", "renamed", "safe")
    ]
    assert ("modules/link", "own-chain/trigger", "exercise-gone", "breaking") in told(
        tmp_path / "bare", *names
    )


def test_an_exercise_on_another_step_leaves_its_answers_behind(tmp_path: Path) -> None:
    folder = Folder.copied(SMALL, tmp_path)
    for locale in ("nb", "en"):
        text = folder.read(f"{locale}/{OWN_CHAIN}")
        block = text[text.index("::: choice trigger") : text.index("::: note got-it")]
        folder.write(f"{locale}/{OWN_CHAIN}", text.replace(block, ""))
        earlier = folder.read(f"{locale}/modules/link/how-are-you.md")
        folder.write(f"{locale}/modules/link/how-are-you.md", f"{earlier.rstrip()}\n\n{block.rstrip()}\n")

    found = changes(before(), load_catalogue(folder.path))
    moved = Change(
        "modules/link", "own-chain/trigger", "exercise-moved", "breaking", (("step", "how-are-you"),)
    )
    assert moved in found


def test_nothing_has_changed_in_the_same_files(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@settings(max_examples=40)
@given(data=st.data(), edits=st.lists(EDITS, min_size=1, max_size=3))
def test_nothing_that_asks_something_else_goes_untold(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, edits: list[Edit]
) -> None:
    folder = Folder.copied(SMALL, tmp_path_factory.mktemp("changed") / "content")
    path = folder.path / data.draw(
        st.sampled_from([f"{locale}/{file}" for locale in ("nb", "en") for file in (GOALS, OWN_CHAIN, CHAIN)])
    )
    change(path, edits)
    try:
        edited = load_catalogue(folder.path)
    except ContentError:
        return
    was, now = ({one.of: one for one in editions_of(one)} for one in (before(), edited))
    found = changes(before(), edited)
    for of, edition in was.items():
        graver = [one for one in found if one.of == of and one.sort != "words"]
        assert bool(graver) == (edition.structure != now[of].structure), (of, found)
