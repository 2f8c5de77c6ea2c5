"""An edition tells how a module or a tool stood: one hash of its files, one of what they ask."""

from pathlib import Path

from content.folders import SMALL, Folder
from selfhelp.content.editions import Edition, editions_of
from selfhelp.content.reading import load_catalogue


def edition(path: Path, of: str = "modules/link") -> Edition:
    return {one.of: one for one in editions_of(load_catalogue(path))}[of]


def edited(tmp_path: Path, *changes: tuple[str, str, str], of: str = "modules/link") -> Edition:
    folder = Folder.copied(SMALL, tmp_path)
    for file, old, new in changes:
        folder.edit(file, old, new)
    return edition(folder.path, of)


def test_the_same_files_make_the_same_edition_on_every_machine(tmp_path: Path) -> None:
    assert edited(tmp_path) == edition(SMALL)


def test_other_words_make_another_edition_that_asks_the_same(tmp_path: Path) -> None:
    after = edited(
        tmp_path, ("en/modules/link/goals.md", "How close are you today?", "How near are you today?")
    )

    assert after.hash != edition(SMALL).hash
    assert after.structure == edition(SMALL).structure


def test_another_option_asks_something_else(tmp_path: Path) -> None:
    after = edited(
        tmp_path,
        ("nb/modules/link/own-chain.md", "- (work) På jobb", "- (job) På jobb"),
        ("en/modules/link/own-chain.md", "- (work) At work", "- (job) At work"),
    )

    assert after.structure != edition(SMALL).structure


def test_another_range_asks_something_else(tmp_path: Path) -> None:
    after = edited(tmp_path, ("nb/modules/link/goals.md", "range: 0-10", "range: 0-100"))

    assert after.structure != edition(SMALL).structure


def test_another_id_asks_something_else(tmp_path: Path) -> None:
    was = ("nb/modules/link/own-chain.md", "::: choice came-when", "::: choice came-when\nwas: trigger")
    after = edited(
        tmp_path,
        *(
            (f"{one}/modules/link/own-chain.md", "::: choice trigger", "::: choice came-when")
            for one in ("nb", "en")
        ),
        was,
    )

    assert after.structure != edition(SMALL).structure


def test_a_tool_that_asks_something_else_changes_the_modules_that_use_it(tmp_path: Path) -> None:
    change = ("nb/tools/chain.md", "range: 0-100", "range: 0-10")

    tool = edited(tmp_path / "tool", change, of="tools/chain")
    assert tool.structure != edition(SMALL, "tools/chain").structure
    assert edited(tmp_path / "module", change).structure != edition(SMALL).structure
    assert edited(tmp_path / "files", change).hash != edition(SMALL).hash


def test_the_doctors_text_is_no_part_of_what_was_answered(tmp_path: Path) -> None:
    folder = Folder.copied(SMALL, tmp_path)
    gp = folder.read("nb/modules/link/gp.md")
    folder.write("nb/modules/link/gp.md", gp.replace("Pasienten", "Din pasient"))

    assert folder.read("nb/modules/link/gp.md") != gp
    assert edition(folder.path) == edition(SMALL)


def test_every_module_and_tool_has_its_own(tmp_path: Path) -> None:
    found = editions_of(load_catalogue(SMALL))

    assert [one.of for one in found] == ["modules/link", "modules/challenge", "tools/chain"]
    assert len({one.hash for one in found}) == len({one.structure for one in found}) == 3
