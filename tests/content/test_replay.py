"""Old answers, replayed on a content that loses none of them, show the same blocks as they did."""

from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.edits import EDITS, Edit, change
from content.folders import DAY, SMALL, Folder
from selfhelp.care.renamed import under_present_ids
from selfhelp.care.scope import Scope
from selfhelp.content.changes import breaks, changes
from selfhelp.content.model import Catalogue, Module
from selfhelp.content.problems import ContentError
from selfhelp.content.reading import load_catalogue
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.samples import Hand, sample
from selfhelp.exercises.words import Json

FILES = [
    f"{locale}/modules/{step}.md"
    for locale in ("nb", "en")
    for step in ("link/goals", "link/own-chain", "link/module", "challenge/traps")
]
HANDS = [Hand("typical", DAY), Hand("extreme", DAY)]
RENAMED = [
    *((f"{one}/modules/link/goals.md", "::: check signs", "::: check what-i-know") for one in ("nb", "en")),
    ("nb/modules/link/goals.md", "::: check what-i-know", "::: check what-i-know\nwas: signs"),
    ("nb/modules/link/goals.md", "when: signs.count >= 1 and signs.count < 3",
     "when: what-i-know.count >= 1 and what-i-know.count < 3"),
    ("nb/modules/link/goals.md", "Du krysset av {{signs.count|noen}}.", "Du krysset av noen."),
    ("en/modules/link/goals.md", "You ticked {{signs.count|some}}.", "You ticked some."),
]  # fmt: skip


@cache
def old() -> Catalogue:
    return load_catalogue(SMALL)


def answers(module: Module) -> st.SearchStrategy[dict[str, Json]]:
    """Answers to some exercises of a module: typical, to the brim, or with one option after the other."""
    return st.fixed_dictionaries(
        {one.id: st.sampled_from(_answers_to(one)) for one in module.asking.values()}
    )


def _answers_to(exercise: Exercise) -> list[Json]:
    found = [None, *(sample(exercise, hand) for hand in HANDS)]
    if exercise.kind in {"choice", "quiz", "story"}:
        found += [option.id for option in exercise.options]
    if exercise.kind == "choices":
        found += [[option.id] for option in exercise.options]
    if exercise.kind == "check":
        found += [{option.id: 1} for option in exercise.options]
    return found


def visible(catalogue: Catalogue, module: Module, saved: Mapping[str, Json]) -> set[tuple[str, int]]:
    """The blocks that are shown, by first id and turn: several may point at one name."""
    values = {
        name: value for name, value in under_present_ids(saved, module.renamed).items() if value is not None
    }
    scope = Scope(catalogue.source, module, "ida", {module.id: values})
    return {name for name, block in named(module).items() if scope.shows(block)}


def named(module: Module) -> dict[tuple[str, int], Exercise]:
    found: dict[tuple[str, int], Exercise] = {}
    for block in module.exercises:
        name = f"{block.kind} {block.first_id}"
        found[name, sum(known == name for known, _ in found)] = block
    return found


def shows_the_same(new: Catalogue, module_id: str, saved: Mapping[str, Json]) -> None:
    before, after = old().source.modules[module_id], new.source.modules[module_id]
    both = named(before).keys() & named(after).keys()
    assert visible(old(), before, saved) & both == visible(new, after, saved) & both


@settings(max_examples=60)
@given(data=st.data(), edits=st.lists(EDITS, min_size=1, max_size=3))
def test_whatever_the_author_changes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, edits: list[Edit]
) -> None:
    folder = Folder.copied(SMALL, tmp_path_factory.mktemp("replayed") / "content")
    path = folder.path / data.draw(st.sampled_from(FILES))
    change(path, edits)
    try:
        new = load_catalogue(folder.path)
    except ContentError:
        return
    found = changes(old(), new)
    for name, module in old().source.modules.items():
        if name in new.source.modules and not breaks(found, module.name):
            shows_the_same(new, name, data.draw(answers(module)))


@given(data=st.data())
@settings(max_examples=30)
def test_when_an_exercise_was_renamed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = Folder.copied(SMALL, tmp_path_factory.mktemp("renamed") / "content")
    for edit in RENAMED:
        folder.edit(*edit)
    new = load_catalogue(folder.path)

    assert not breaks(changes(old(), new), "modules/link")
    shows_the_same(new, "link", data.draw(answers(old().source.modules["link"])))


def test_can_tell_when_they_do_not() -> None:
    module = old().source.modules["link"]
    signs = {"signs": {"sleep": 1}}

    assert ("note few", 0) in visible(old(), module, signs)
    assert ("note few", 0) not in visible(old(), module, {"signs": None})
