"""One mistake is told once, or at most twice, whatever else comes of it."""

from pathlib import Path

import pytest

from content.folders import SMALL, Folder
from selfhelp.content.everything import Everything
from selfhelp.content.follow_ups import without_follow_ups
from selfhelp.content.grammar import RawFile
from selfhelp.content.problems import Place, Problem

ONE, OTHER = (
    RawFile("nb/x.md", ["a!!"]).problem(Place("nb/x.md", 1, column), "exclamation") for column in (2, 3)
)
EVERY = 60  # lines; all of them take minutes


class TestWithoutFollowUps:
    def test_keeps_what_one_round_says_of_a_line(self) -> None:
        assert without_follow_ups(Everything(), [ONE, OTHER]) == [ONE, OTHER]

    def test_drops_what_a_later_round_says_of_it(self) -> None:
        assert without_follow_ups(Everything(), [ONE], [OTHER]) == [ONE]

    def test_a_file_as_a_whole_hides_nothing(self) -> None:
        whole = Problem(Place("nb/x.md"), "file-missing")
        assert without_follow_ups(Everything(), [whole], [ONE]) == [whole, ONE]


def _lines() -> list[tuple[str, int]]:
    files = (path for path in sorted(SMALL.rglob("*.md")) if path.parent.name != "instruments")
    lines = [
        (path.relative_to(SMALL).as_posix(), at)
        for path in files
        for at, line in enumerate(path.read_text(encoding="utf-8").split("\n"))
        if line
    ]
    return lines[::EVERY]


@pytest.mark.parametrize(("file", "at"), _lines())
@pytest.mark.parametrize("deed", ["taken out", "repeated", "misspelt"])
def test_one_line_gone_wrong_is_told_twice_at_most(file: str, at: int, deed: str, tmp_path: Path) -> None:
    folder = Folder.copied(SMALL, tmp_path)
    lines = folder.read(file).split("\n")
    half = len(lines[at]) // 2
    lines[at : at + 1] = {
        "taken out": [],
        "repeated": [lines[at], lines[at]],
        "misspelt": [f"{lines[at][:half]}x{lines[at][half:]}"],
    }[deed]
    folder.write(file, "\n".join(lines))

    assert len(folder.rules()) <= 2
