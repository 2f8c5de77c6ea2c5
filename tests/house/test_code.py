"""Rules of the house that no linter knows: who reads the clock, how long a route is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "selfhelp"
LONGEST_ROUTE = 25
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
READERS = {
    "cli.py",
    "cli_content.py",
    "cli_writing.py",
    "web/desk.py",
}  # only the web and the command line read the clock
FILES = sorted(ROOT.rglob("*.py"))


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def clocks_read(tree: ast.AST) -> Iterator[int]:
    """The lines on which a clock is read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (ast.unparse(node.value).split(".")[-1], node.attr) in CLOCKS:
            yield node.lineno


def routes(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """The functions that answer an address."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(
            ast.unparse(one).startswith("bp.") for one in node.decorator_list
        ):
            yield node


@pytest.mark.parametrize("file", FILES, ids=name)
def test_only_the_web_and_the_command_line_read_the_clock(file: Path) -> None:
    read = list(clocks_read(ast.parse(file.read_text("utf-8"))))

    assert not read or name(file) in READERS, f"{name(file)}:{read}: take `now` as an argument"


def test_no_route_is_long() -> None:
    found = {
        f"{name(file)}:{route.name}": (route.end_lineno or 0) - route.lineno + 1
        for file in FILES
        for route in routes(ast.parse(file.read_text("utf-8")))
    }

    assert len(found) > 30
    assert {route: lines for route, lines in found.items() if lines > LONGEST_ROUTE} == {}


@pytest.mark.parametrize("planted", ["from datetime import datetime\nx = datetime.now()", "t = time.time()"])
def test_a_clock_that_is_read_is_seen(planted: str) -> None:
    assert list(clocks_read(ast.parse(planted)))


@pytest.mark.xdist_group("a group")
def test_a_group_of_tests_stays_with_one_process(request: pytest.FixtureRequest) -> None:
    """A version that passes over the mark says nothing, and sets up anew in each process what takes long."""
    is_dealt_out = bool(getattr(request.config.option, "loadgroup", False))

    assert request.node.nodeid.endswith("@a group") == is_dealt_out
