"""Every kind of mistake an author can make, with every word of what the author is told."""

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from content.folders import SMALL, Folder, Mistake
from selfhelp.content.messages import catalogue

MISTAKES = sorted((Path(__file__).parent / "mistakes").glob("*.txt"))
MENDED = [path for path in MISTAKES if any(edit.mended for edit in Mistake.read(path).edits)]
PLACE = re.compile(r"([\w/.-]+\.(?:md|po|lock)):(\d+)")
OF_THE_FILE = re.compile(r"^\w+\[[a-z-]+\] \S+:1:1$", re.MULTILINE)
NEAR = 2  # lines
# What was done lies in one file, and what it spoils in another or further down.
ELSEWHERE = {"need-nothing", "character-unchosen", "gp-long.whole"}
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


def _lines_changed(before: list[str], after: list[str]) -> set[int]:
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    ranges = [range(start, max(end, start + 1)) for tag, *_, start, end in changes if tag != "equal"]
    return {min(line, len(after) - 1) for lines in ranges for line in lines}


def _openings(lines: list[str], at: set[int]) -> set[int]:
    """Return the lines that open the blocks in which something was changed."""
    opened = 0
    found = set()
    for number, line in enumerate(lines):
        opened = number if line.startswith("::: ") else opened
        found |= {opened} if number in at else set()
    return found


def _causes(mistake: Mistake, folder: Folder) -> dict[str, set[int]]:
    """Return the lines of each file where an author would look for what was done."""
    causes: dict[str, set[int]] = {}
    for file in mistake.files:
        before, after = (
            (path / file).read_text("utf-8").split("\n") if (path / file).exists() else [""]
            for path in (SMALL, folder.path)
        )
        changed = _lines_changed(before, after)
        near = {line + off for line in changed for off in range(-NEAR, NEAR + 1)}
        causes[file] = {line + 1 for line in near | _openings(after, changed)}
    return causes


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_tells_it_where_it_was_made(path: Path, tmp_path: Path) -> None:
    """Within two lines, or at the block that lacks something; or the message names the place, or the file."""
    mistake = Mistake.read(path)
    folder = Folder.copied(SMALL, tmp_path)
    mistake.make(folder)
    causes = _causes(mistake, folder)
    told = mistake.told["en"]
    places = {(file, int(line)) for file, line in PLACE.findall(told)}

    assert (
        any(line in causes.get(file, ()) for file, line in places)
        or OF_THE_FILE.search(told)
        or path.stem in ELSEWHERE
    )


def test_every_rule_has_a_mistake() -> None:
    rules = set(catalogue("en")["rules"])
    shown = {path.stem for path in MISTAKES}

    assert {rule for rule in rules if rule not in shown} <= UNSHOWN


def test_the_small_folder_has_none(tmp_path: Path) -> None:
    assert Folder.copied(SMALL, tmp_path).told() == ""
