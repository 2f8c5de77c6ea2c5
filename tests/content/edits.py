"""What authors, editors and merges do to a file, as strategies for Hypothesis."""

from collections.abc import Callable, Iterable
from pathlib import Path

from hypothesis import strategies as st

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

SETTING = st.builds(
    "{}: {}".format,
    st.sampled_from(
        [
            "required",
            "gp",
            "max",
            "min",
            "none",
            "when",
            "phase",
            "short",
            "tool",
            "need",
            "range",
            "low",
            "hint",
        ]
    ),
    st.sampled_from(["yes", "no", "done", "1", "goal-1 answered", "Et ord", "0-10", "none"]),
)
# One line changed, so that what is read differs by it and by nothing else.
ONE_LINE = st.one_of(
    st.builds(_deleted, _place, st.just(1)),
    st.builds(_inserted, _place, LINES | SETTING),
    st.builds(_repeated, _place, st.just(1)),
    st.builds(_mistyped, _place, st.characters(codec="utf-8", exclude_characters="$\n\r\ufeff")),
)


def squeezed(text: str) -> str:
    """The text without what nobody sees: spaces and empty lines."""
    return "".join(text.split())


def change(path: Path, edits: Iterable[Edit]) -> None:
    """Make these edits in a file, one after the other."""
    text = path.read_text(encoding="utf-8")
    for edit in edits:
        text = edit(text)
    path.write_text(text, encoding="utf-8")
