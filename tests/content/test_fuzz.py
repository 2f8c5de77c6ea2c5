"""Whatever an author does to a file, the check answers with sentences, never with a crash."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.folders import DAY, SMALL, Folder
from selfhelp.content.checking import check_all
from selfhelp.content.reading import load_catalogue

Edit = Callable[[str], str]
# What authors type by mistake, and what editors and merges leave behind.
LINES = st.sampled_from(
    [
        *(
            "",
            ":::",
            "::: ",
            "::::",
            "  :::",
            "::: text",
            "::: text goal-1",
            "::: nothing x",
            "---",
            "===",
            "# A",
        ),
        *(
            "- (a) b",
            "- (a: b) c",
            "-  (a)",
            "- (a:) b",
            "- a",
            "  > c",
            "  >",
            "> d",
            "title:",
            "title: A",
            "x",
        ),
        *("when: a is b", "when: signs.count >= 4", "when: and", "range: 0-10", "range: 9-1", "gp: ask"),
        *(
            "{{a|b}}",
            "{{a}}",
            "{{",
            "}}",
            "[a]({{a|b}})",
            "was: a",
            "<<<<<<< HEAD",
            "=======",
            "phase: after",
        ),
        *(
            "steps: a, b | c",
            "steps: |",
            "languages: nb, en, ../x",
            "tools: a",
            "modules: x",
            "safety-item: 77",
        ),
        *(
            "- (0: x) a",
            "- (low: 3-1) a",
            "reviewed: 2026-13-01",
            "- (a: ²) b",
            "- (feelings: sad ²)",
            "\t:::",
        ),
    ]
) | st.text(st.characters(codec="utf-8", exclude_characters="$\n"), max_size=30)


def _at(line: int, lines: list[str]) -> int:
    return line % max(len(lines), 1)


def _deleted(line: int, count: int) -> Edit:
    def edit(text: str) -> str:
        lines = text.split("\n")
        del lines[_at(line, lines) : _at(line, lines) + count]
        return "\n".join(lines)

    return edit


def _inserted(line: int, new: str) -> Edit:
    def edit(text: str) -> str:
        lines = text.split("\n")
        lines.insert(_at(line, lines), new)
        return "\n".join(lines)

    return edit


def _repeated(line: int, count: int) -> Edit:
    def edit(text: str) -> str:
        lines = text.split("\n")
        at = _at(line, lines)
        return "\n".join([*lines[:at], *lines[at : at + count], *lines[at:]])

    return edit


def _swapped(one: int, other: int) -> Edit:
    def edit(text: str) -> str:
        lines = text.split("\n")
        a, b = _at(one, lines), _at(other, lines)
        lines[a], lines[b] = lines[b], lines[a]
        return "\n".join(lines)

    return edit


def _mistyped(at: int, letter: str) -> Edit:
    def edit(text: str) -> str:
        here = at % max(len(text), 1)
        return text[:here] + letter + text[here + 1 :]

    return edit


def _cut(at: int) -> Edit:
    return lambda text: text[: at % max(len(text), 1)]


_place = st.integers(0, 5000)
_few = st.integers(1, 8)
EDITS = st.one_of(
    st.builds(_deleted, _place, _few),
    st.builds(_inserted, _place, LINES),
    st.builds(_repeated, _place, _few),
    st.builds(_swapped, _place, _place),
    st.builds(_mistyped, _place, st.characters(codec="utf-8", exclude_characters="$")),
    st.builds(_cut, _place),
)


@pytest.fixture(scope="module", params=["small", "real"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("fuzz") / "content"
    yield (Folder.copied(SMALL, path) if request.param == "small" else Folder.of_one_module(path)).path
    shutil.rmtree(path)


def tell_all(folder: Path) -> None:
    """Check the folder and read every sentence; without a mistake, it can be loaded."""
    found = check_all(folder, today=DAY)
    for problem in found.problems:
        assert "$" not in problem.told("en") + problem.told("nb"), "a sentence with a hole in it"
    if not found.mistakes:
        assert load_catalogue(folder).locales


fuzzed = settings(max_examples=20)


@fuzzed
@given(data=st.data(), edits=st.lists(EDITS, min_size=1, max_size=4))
def test_no_edit_is_too_odd(folder: Path, data: st.DataObject, edits: list[Edit]) -> None:
    path = data.draw(st.sampled_from(sorted(folder.rglob("*.md"))))
    before = path.read_text(encoding="utf-8")
    text = before
    for edit in edits:
        text = edit(text)
    try:
        path.write_text(text, encoding="utf-8")
        tell_all(folder)
    finally:
        path.write_text(before, encoding="utf-8")


@fuzzed
@given(data=st.data(), noise=st.binary(max_size=200))
def test_nor_is_any_file(folder: Path, data: st.DataObject, noise: bytes) -> None:
    path = data.draw(st.sampled_from(sorted(folder.rglob("*.md"))))
    before = path.read_bytes()
    try:
        path.write_bytes(before[: len(noise)] + noise.replace(b"$", b""))
        tell_all(folder)
    finally:
        path.write_bytes(before)


@settings(max_examples=10)
@given(data=st.data())
def test_nor_is_a_missing_file(folder: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(folder.rglob("*.md"))))
    before = path.read_bytes()
    try:
        path.unlink()
        tell_all(folder)
    finally:
        path.write_bytes(before)
