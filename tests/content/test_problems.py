"""How a mistake is shown: excerpt, mark, long lines, letters that could disturb a terminal."""

from selfhelp.content.grammar import RawFile
from selfhelp.content.problems import (
    ContentError,
    Place,
    Problem,
    in_order,
)


def problem(line: str, column: int = 1, width: int = 1, before: str = "before") -> Problem:
    raw = RawFile("nb/x.md", [before, line])
    return raw.problem(Place("nb/x.md", 2, column, width), "exclamation")


def shown(line: str, column: int = 1, width: int = 1) -> list[str]:
    return str(problem(line, column, width)).split("\n")[2:-1]


def test_shows_the_line_before_and_marks_the_place() -> None:
    assert shown("Hei!", column=4) == ["  1 | before", "  2 | Hei!", "    |    ^"]


def test_marks_no_further_than_the_line_goes() -> None:
    assert shown("abc", column=2, width=50)[-1] == "    |  ^^"
    assert shown("", column=1, width=5)[-1] == "    | ^"


def test_shows_a_part_of_a_long_line_around_the_mark() -> None:
    line = "a" * 150 + "!" + "b" * 150
    _, part, marks = shown(line, column=151)

    assert len(part) < 115
    assert part[6] == "…"
    assert part.endswith("…")
    assert part[marks.index("^")] == "!"


def test_a_mark_wider_than_the_part_begins_where_it_should() -> None:
    _, part, marks = shown("x" * 20 + "y" * 200, column=21, width=200)

    assert part[marks.index("^")] == "y"
    assert marks.count("^") == 100


def test_shows_no_letter_that_could_disturb_a_terminal() -> None:
    assert shown("a\x1b[31mb\tc")[1] == "  2 | a·[31mb·c"


def test_shows_nothing_of_a_file_as_a_whole() -> None:
    assert str(Problem(Place("nb/x.md"), "file-missing")) == (
        "error[file-missing] nb/x.md:1:1\n  This file is missing.\n  Write it."
    )


def test_are_told_by_file_and_line() -> None:
    late, early = problem("b!"), Problem(Place("nb/a.md", 9), "file-missing")

    assert in_order([late, early]) == [early, late]


def test_a_content_error_says_everything() -> None:
    error = ContentError([problem("a!"), problem("b!")])

    assert str(error).count("error[exclamation]") == 2
