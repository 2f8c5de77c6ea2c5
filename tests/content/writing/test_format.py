"""Canonical form: the same words and behaviour, always written the same way."""

import re
from pathlib import Path
from typing import Any

import mdformat
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from content.folders import REAL, SMALL, TALK, Folder
from selfhelp.cli_writing import format_files
from selfhelp.content.changes import changes
from selfhelp.content.condition_text import read_condition
from selfhelp.content.file_shape import read_file
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.prose import MARKDOWN
from selfhelp.content.reading import load_catalogue
from selfhelp.content.status import confirm_files, status_of
from selfhelp.content.writing.canonical import canonical

GOALS = "nb/modules/link/goals.md"
TIDY = """\
---
title: Mål
minutes: 4
verified: false
---

Et par
ord.

::: scale goal-1-now
was: goal, goal-0
when: mood <= 3
range: 0-10
gp: answer
low: Langt unna
high: Helt framme

Hvor nær er du?

:::

::: choice own

Hva velger du?

- (one) Det ene
  > Ja.
  > Helt riktig.
- (other) Det andre

:::
"""
ODD = """\
\ufeff---
minutes:   4
verified: false
title: Mål\t
---


Et par
ord.  \t
  ::: scale   goal-1-now
high: Helt framme
low:  Langt unna
gp: answer
range: 0-10
when: mood \\<= 3
was: goal, goal-0


Hvor nær er du?



:::
::: choice own

Hva velger du?
-  (one)   Det ene
  >   Ja.
  > Helt riktig.

- (other ) Det andre
:::


"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(SMALL, tmp_path)


def shape(text: str, path: str = GOALS) -> str:
    return canonical(read_file(path, text))


def run(folder: Folder, *args: str) -> Result:
    return CliRunner().invoke(format_files, [*args, "--folder", str(folder.path)])


def texts(root: Path) -> dict[str, str]:
    """Every file of the authors below a folder, but for the locked questionnaires."""
    paths = [path for path in sorted(root.rglob("*.md")) if path.parent.name != "instruments"]
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths}


def said(raw: RawFile) -> Any:
    """What a file says, whatever it looks like: settings in any order, prose as it is shown."""
    return {word: span.text for word, span in raw.front.items()}, [_said(part) for part in raw.parts]


def _said(part: Span | RawBlock | None) -> Any:
    if isinstance(part, RawBlock):
        items = [
            (i.id.text, i.note and i.note.text, i.words.text, i.feedback and i.feedback.text)
            for i in part.items
        ]
        return part.name, {word: span.text for word, span in part.settings.items()}, _said(part.text), items
    return part and re.sub(r"[ \t]+\n", "\n", MARKDOWN.render(part.text))


class TestCanonicalForm:
    def test_writes_the_same_words_the_same_way(self) -> None:
        assert shape(ODD) == TIDY

    def test_stays_as_it_is(self) -> None:
        assert shape(TIDY) == TIDY

    def test_keeps_what_spaces_mean_in_prose(self) -> None:
        text = "---\ntitle: A\n---\n\nOne  \ntwo   \n\n\n\nthree\n\n```\na\n\n\nb\n```\n"

        assert shape(text) == "---\ntitle: A\n---\n\nOne\\\ntwo\n\nthree\n\n```\na\n\n\nb\n```\n"

    def test_keeps_words_that_nobody_knows_for_last(self) -> None:
        text = "---\ncolour: red\ntitle: A\n---\n\n::: thing\nb: 2\na: 1\n\n:::\n"

        assert shape(text) == "---\ntitle: A\ncolour: red\n---\n\n::: thing\nb: 2\na: 1\n\n:::\n"

    @pytest.mark.parametrize("root", [REAL, SMALL, TALK], ids=lambda root: root.name)
    def test_stays_byte_for_byte_when_other_tools_format_it(self, root: Path) -> None:
        for path, text in texts(root).items():
            # Of front matter they know nothing; `<=` they write as `\\<=`, which is read as the same.
            body = shape(text, path).split("\n---\n\n", 1)[-1]

            assert mdformat.text(body, options={"number": True}).replace("\\<=", "<=") == body, path


SPACES = st.sampled_from([" ", "  ", "\t", "\n", "\n\n", " \n", "\r\n", "\r"])


@settings(max_examples=200)
@given(data=st.data())
def test_spaces_anywhere_change_nothing_that_is_said(data: st.DataObject) -> None:
    name, text = data.draw(st.sampled_from(list(texts(SMALL).items())))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(SPACES) + text[at:]
    raw = read_file(name, text)
    if raw.problems:
        return

    once = read_file(name, canonical(raw))

    assert said(once) == said(raw)
    assert once.problems == []
    assert canonical(once) == "\n".join(once.lines)


def test_a_condition_may_stand_as_other_tools_write_it() -> None:
    assert read_condition("mood \\<= 3 and mood \\< 2") == read_condition("mood <= 3 and mood < 2")


class TestFormat:
    def test_has_nothing_to_do_in_what_is_shipped(self) -> None:
        assert run(Folder(REAL), "--check").output == ""

    def test_changes_no_meaning(self, folder: Folder) -> None:
        before = load_catalogue(folder.path)
        run(folder)

        after = load_catalogue(folder.path)

        assert before.digest != after.digest
        assert changes(before, after) == []

    def test_tells_what_it_has_changed(self, folder: Folder) -> None:
        folder.write(GOALS, folder.read(GOALS).replace("\n", "\r\n"))

        result = run(folder, GOALS)

        assert (result.exit_code, result.output) == (0, f"Formatted: {GOALS}\n")
        assert b"\r" not in (folder.path / GOALS).read_bytes()
        assert run(folder, GOALS).output == ""

    def test_leaves_confirmed_what_says_the_same(self, folder: Folder) -> None:
        folder.edit(GOALS, "Tenk på en vanlig uke.", "Tenk på\t\nen vanlig uke.")
        confirm_files(folder.path, None)

        run(folder, GOALS)

        assert "Tenk på\nen vanlig uke." in folder.read(GOALS)
        assert [len(one.stale) for one in status_of(folder.path).languages] == [0]

    def test_only_looks_when_asked_to(self, folder: Folder) -> None:
        folder.write(GOALS, folder.read(GOALS) + "\n")
        before = folder.read(GOALS)

        result = run(folder, "--check", "--language", "nb", "nb/modules/link")

        assert result.exit_code == 1
        assert f"Ville blitt endret: {GOALS}\n" in result.stdout
        assert folder.read(GOALS) == before
        assert run(folder, "--check", "en/programme.md").exit_code == 0

    def test_leaves_alone_what_cannot_be_read_and_says_why(self, folder: Folder) -> None:
        folder.edit(GOALS, "range: 0-10", "range 0-10")
        before = folder.read(GOALS)

        result = run(folder, GOALS)

        assert result.exit_code == 1
        assert '"range 0-10" is not a setting.' in result.stderr
        assert folder.read(GOALS) == before

    def test_never_touches_a_locked_questionnaire(self, folder: Folder) -> None:
        folder.write("nb/instruments/mini.md", "x\n\n\n")

        assert "instruments" not in run(folder).output
        assert run(folder, "nb/instruments/mini.md").output == ""

    def test_takes_a_file_by_its_own_path(self, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.write(GOALS, folder.read(GOALS) + "\n")
        monkeypatch.chdir(folder.path / "nb")

        assert run(folder, "modules/link/goals.md").output == f"Formatted: {GOALS}\n"

    def test_names_what_is_not_there(self, folder: Folder) -> None:
        result = run(folder, "nb/modules/link/gaols.md")

        assert result.exit_code == 2
        assert re.search('"nb/modules/link/gaols.md" is no\\s+file or folder', result.output)
