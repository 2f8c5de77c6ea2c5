"""Every kind of mistake an author can make, with every word of what the author is told."""

from pathlib import Path

import pytest

from content.folders import SMALL, Folder, Mistake
from selfhelp.content.messages import catalogue

MISTAKES = sorted((Path(__file__).parent / "mistakes").glob("*.txt"))
MENDED = [path for path in MISTAKES if any(edit.mended for edit in Mistake.read(path).edits)]
AT_MOST = 2  # things told about one mistake
# Shown in tests of their own, or of a kind that a text cannot show.
UNSHOWN = {"encoding", "file-unreadable", "interface-unsaid"}


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_tells_the_mistake_in_these_words(path: Path, tmp_path: Path) -> None:
    mistake = Mistake.read(path)
    folder = Folder.copied(SMALL, tmp_path)
    mistake.make(folder)

    assert folder.told(today=mistake.today) == mistake.told["en"]
    if "nb" in mistake.told:
        assert folder.told(today=mistake.today, language="nb") == mistake.told["nb"]


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_tells_one_mistake_once(path: Path) -> None:
    told = Mistake.read(path).told["en"]

    assert 1 <= sum(told.count(f"{level}[") for level in ("error", "warning")) <= AT_MOST


@pytest.mark.parametrize("path", MENDED, ids=lambda path: path.stem)
def test_nothing_is_told_once_it_is_mended(path: Path, tmp_path: Path) -> None:
    mistake = Mistake.read(path)
    folder = Folder.copied(SMALL, tmp_path)
    mistake.mend(folder)

    assert folder.told() == ""


def test_every_rule_has_a_mistake() -> None:
    rules = set(catalogue("en")["rules"])
    shown = {path.stem for path in MISTAKES}

    assert {rule for rule in rules if rule not in shown} <= UNSHOWN


def test_the_small_folder_has_none(tmp_path: Path) -> None:
    assert Folder.copied(SMALL, tmp_path).told() == ""
