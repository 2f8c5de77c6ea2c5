"""An edition keeps a module as it stood: one hash for its structure, one for all its words."""

from pathlib import Path

from content.folders import SMALL, Folder
from selfhelp.content.editions import ModuleEdition, edition_of
from selfhelp.content.reading import load_catalogue


def edition(path: Path, module: str = "link") -> ModuleEdition:
    return edition_of(load_catalogue(path), module)


def edited(tmp_path: Path, *changes: tuple[str, str, str]) -> ModuleEdition:
    folder = Folder.copied(SMALL, tmp_path)
    for file, old, new in changes:
        folder.edit(file, old, new)
    return edition(folder.path)


def test_the_same_content_makes_the_same_edition_on_every_machine(tmp_path: Path) -> None:
    assert edited(tmp_path) == edition(SMALL)


def test_other_words_make_another_edition_of_the_same_structure(tmp_path: Path) -> None:
    after = edited(
        tmp_path, ("en/modules/link/goals.md", "How close are you today?", "How near are you today?")
    )

    assert after.hash != edition(SMALL).hash
    assert after.structure_hash == edition(SMALL).structure_hash


def test_another_option_makes_another_structure(tmp_path: Path) -> None:
    after = edited(
        tmp_path,
        ("nb/modules/link/own-chain.md", "- (work) På jobb", "- (job) På jobb"),
        ("en/modules/link/own-chain.md", "- (work) At work", "- (job) At work"),
    )

    assert after.structure_hash != edition(SMALL).structure_hash


def test_another_range_makes_another_structure(tmp_path: Path) -> None:
    after = edited(tmp_path, ("nb/modules/link/goals.md", "range: 0-10", "range: 0-100"))

    assert after.structure_hash != edition(SMALL).structure_hash


def test_another_id_makes_another_structure_unless_the_first_one_is_told(tmp_path: Path) -> None:
    names = [
        (f"{locale}/modules/link/own-chain.md", "::: choice trigger", "::: choice came-when")
        for locale in ("nb", "en")
    ]

    def renamed(was: str) -> ModuleEdition:
        told = (names[0][0], "::: choice came-when", f"::: choice came-when{was}")
        return edited(tmp_path / was.strip(), *names, told)

    assert renamed("").structure_hash != edition(SMALL).structure_hash
    assert renamed("\nwas: other").structure_hash != edition(SMALL).structure_hash
    assert renamed("\nwas: trigger, other").structure_hash == edition(SMALL).structure_hash
    assert renamed("\nwas: trigger").hash != edition(SMALL).hash


def test_keeps_the_question_as_it_was_asked_in_every_language() -> None:
    content = edition(SMALL).content

    assert content["nb"]["goals"]["exercises"][1]["text"] == "Hvor nær er du i dag?"
    assert content["en"]["goals"]["exercises"][1]["text"] == "How close are you today?"
    assert content["nb"]["goals"]["title"] == "Hva vil du ha annerledes?"


def test_another_module_has_another_edition() -> None:
    assert edition(SMALL, "challenge").hash != edition(SMALL).hash
