"""New modules, steps, tools and exercises: whole in every language, and only words are left to write."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from content.folders import REAL, SMALL, Folder
from selfhelp.cli_writing import format_files, new
from selfhelp.content.checking import check
from selfhelp.content.reading import load_catalogue
from selfhelp.content.status import confirm_files, status_of
from selfhelp.content.writing import skeletons
from selfhelp.exercises.kinds import KINDS

TODAY = date(2026, 11, 28)
NAMED = {"say": "ida", "recall": "goal-1"}  # kinds whose id is a name that stands elsewhere


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(SMALL, tmp_path / "content")


def run(folder: Folder, *args: str) -> Result:
    return CliRunner().invoke(new, [*args, "--folder", str(folder.path)])


def told(result: Result) -> Sequence[str]:
    assert result.exit_code == 1
    assert result.stdout == ""
    return result.stderr.splitlines()


def to_write(folder: Folder) -> list[str]:
    """The files in which words are still to be written; nothing else may be wrong."""
    found = check(folder.path, today=TODAY)
    assert {problem.rule for problem in found} <= {"to-write"}
    return [problem.place.path for problem in found]


def everything_in(folder: Folder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}


class TestModule:
    def test_stands_in_every_language_and_in_the_list(self, folder: Folder) -> None:
        result = run(folder, "module", "sleep")

        assert result.stdout.splitlines() == [
            *(f"Written: {locale}/modules/sleep/module.md" for locale in ("nb", "en")),
            *(f"Written: {locale}/modules/sleep/gp.md" for locale in ("nb", "en")),
            *(f"Written: {locale}/modules/sleep/welcome.md" for locale in ("nb", "en")),
            "Written: nb/programme.md",
        ]
        assert result.stderr == "Yours to write: 20. `selfhelp content check` tells where.\n"
        assert "modules: link, challenge, sleep\n" in folder.read("nb/programme.md")
        assert len(to_write(folder)) == 20

    def test_can_be_tried_before_its_words_are_there(self, folder: Folder) -> None:
        run(folder, "module", "sleep")

        assert load_catalogue(folder.path)["en"].modules["sleep"].title == "✎ What the module is called"

    def test_is_never_written_over(self, folder: Folder) -> None:
        before = everything_in(folder)

        assert told(run(folder, "module", "link"))[0].startswith("nb/modules/link/module.md is there already")
        assert everything_in(folder) == before

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("Sleep", '"Sleep" cannot be an id.'),
            ("../sleep", '"../sleep" cannot be an id.'),
            ("includes", '"includes" has a meaning in conditions, so it cannot be an id.'),
        ],
    )
    def test_has_an_id_that_can_be_one(self, folder: Folder, name: str, why: str) -> None:
        assert told(run(folder, "module", name))[0] == why


class TestStep:
    def test_is_the_last_of_its_module(self, folder: Folder) -> None:
        assert run(folder, "step", "link/evening").exit_code == 0

        assert "steps: goals, people, how-are-you | own-chain, evening\n" in folder.read(
            "nb/modules/link/module.md"
        )
        assert to_write(folder) == ["en/modules/link/evening.md"] * 2 + ["nb/modules/link/evening.md"] * 2

    def test_comes_after_another(self, folder: Folder) -> None:
        run(folder, "step", "link/evening", "--after", "how-are-you")

        assert "steps: goals, people, how-are-you, evening | own-chain\n" in folder.read(
            "nb/modules/link/module.md"
        )
        assert to_write(folder)

    def test_may_belong_to_a_lesson(self, tmp_path: Path) -> None:
        folder = Folder.with_a_course(tmp_path)

        assert run(folder, "step", "talk/ending").exit_code == 0
        assert to_write(folder) == ["en/course/talk/ending.md"] * 2 + ["nb/course/talk/ending.md"] * 2

    @pytest.mark.parametrize(
        ("args", "why"),
        [
            (("link",), '"link" names no step.'),
            (("lnk/x",), 'There is no module "lnk".'),
            (("link/goals",), "nb/modules/link/goals.md is there already, and nothing is ever written over."),
            (
                ("link/gp",),
                '"gp" is the name of a file that every module has, so no step can be called that.',
            ),
            (
                ("link/x", "--after", "y"),
                '"y" does not stand in nb/modules/link/module.md, so nothing can come after it.',
            ),
        ],
    )
    def test_is_refused_with_a_reason(self, folder: Folder, args: tuple[str, ...], why: str) -> None:
        before = everything_in(folder)

        assert told(run(folder, "step", *args))[0] == why
        assert everything_in(folder) == before

    def test_waits_for_what_is_to_be_mended_first(self, folder: Folder) -> None:
        folder.edit("nb/modules/link/module.md", "title: Tanker og følelser", "title Tanker og følelser")
        folder.write(
            "nb/modules/link/module.md", folder.read("nb/modules/link/module.md").replace("---\n\n", "\n")
        )

        wrong = told(run(folder, "step", "link/x"))

        assert wrong[0] == "nb/modules/link/module.md cannot be read to the end, so nothing has been written."
        assert wrong[2].startswith("error[setting-shape] nb/modules/link/module.md:2:1")


class TestTool:
    def test_stands_in_every_language_and_in_the_list(self, folder: Folder) -> None:
        assert run(folder, "tool", "night").exit_code == 0

        assert "tools: chain, night\n" in folder.read("nb/programme.md")
        assert set(to_write(folder)) == {"nb/tools/night.md", "en/tools/night.md"}

    def test_begins_the_list_where_there_is_none(self, folder: Folder) -> None:
        folder.edit("nb/programme.md", "tools: chain", "")

        run(folder, "tool", "night")

        assert "modules: link, challenge\ntools: night\ninstruments: mini\n" in folder.read("nb/programme.md")

    def test_is_not_called_as_an_exercise_is(self, folder: Folder) -> None:
        wrong = told(run(folder, "tool", "goal-1"))

        assert wrong[0] == "Nothing has been written, for afterwards this would be wrong:"
        assert wrong[1] == "error[id-is-tool] nb/modules/link/goals.md:8:10"


class TestExercise:
    @pytest.mark.parametrize("kind", KINDS)
    def test_of_each_kind_leaves_nothing_but_words(self, folder: Folder, kind: str) -> None:
        run(folder, "step", "link/evening")

        assert run(folder, "exercise", "link/evening", kind, NAMED.get(kind, "x")).exit_code == 0
        wrong = {problem.name for problem in check(folder.path, today=TODAY)}
        assert wrong - {"picture-missing"} == {"to-write"}
        assert f"\n::: {kind} " in folder.read("nb/modules/link/evening.md")

    def test_in_a_tool(self, folder: Folder) -> None:
        assert run(folder, "exercise", "chain", "text", "after-all", "--after", "thought").exit_code == 0

        tool = load_catalogue(folder.path)["en"].tools["chain"]
        assert [block.id for block in tool.blocks][:3] == ["event", "thought", "after-all"]

    def test_comes_after_another_in_each_language(self, folder: Folder) -> None:
        run(folder, "exercise", "link/goals", "note", "well-done", "--after", "goal-1")

        for locale in ("nb", "en"):
            step = load_catalogue(folder.path)[locale].modules["link"].step("goals")
            assert step
            assert [block.id for block in step.exercises][:3] == ["goal-1", "well-done", "goal-1-now"]

    def test_leaves_confirmed_what_stands_around_it(self, folder: Folder) -> None:
        for locale, words in (("nb", "Slik er det."), ("en", "So it is.")):
            folder.edit(
                f"{locale}/modules/link/goals.md", "::: scale goal-1-now", f"{words}\n\n::: scale goal-1-now"
            )
        confirm_files(folder.path, None)

        run(folder, "exercise", "link/goals", "page", "next", "--after", "goal-1")

        assert " prose after page next\n" in folder.read("translations.lock")
        assert " prose after text goal-1\n" not in folder.read("translations.lock")
        assert [len(one.stale) for one in status_of(folder.path).languages] == [0]

    def test_stands_last_in_a_file_without_a_last_line(self, folder: Folder) -> None:
        folder.write("nb/modules/link/goals.md", folder.read("nb/modules/link/goals.md").rstrip("\n"))

        run(folder, "exercise", "link/goals", "page", "next")

        assert folder.read("nb/modules/link/goals.md").endswith(":::\n\n::: page next\n\n:::\n")

    def test_is_written_as_the_file_is(self, folder: Folder) -> None:
        path = folder.path / "nb/modules/link/goals.md"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

        run(folder, "exercise", "link/goals", "page", "next", "--after", "goal-1")

        assert b":::\r\n\r\n::: page next\r\n\r\n:::\r\n\r\n::: scale" in path.read_bytes()
        assert path.read_bytes().startswith(b"\xef\xbb\xbf---")

    @pytest.mark.parametrize(
        ("args", "line", "why"),
        [
            (("link/goals", "txt", "x"), 0, '"txt" is not a kind of exercise.'),
            (("link/gaols", "text", "x"), 1, 'Did you mean "goals"?'),
            (("lynk", "text", "x"), 0, 'There is no tool "lynk".'),
            (("link/goals", "text", "goal-1"), 1, "error[id-twice] nb/modules/link/goals.md:50:10"),
            (("link/goals", "text", "chain"), 1, "error[id-is-tool] nb/modules/link/goals.md:50:10"),
            (("link/goals", "text", "is"), 1, "error[id-reserved] nb/modules/link/goals.md:50:10"),
            (("link/goals", "text", "X"), 1, "error[id-shape] nb/modules/link/goals.md:50:10"),
            (("link/goals", "say", "nobody"), 1, "error[character-unknown] nb/modules/link/goals.md:50:9"),
            (("chain", "tool", "x"), 1, "error[tool-unknown] nb/tools/chain.md:54:7"),
        ],
    )
    def test_is_refused_with_a_reason(
        self, folder: Folder, args: tuple[str, ...], line: int, why: str
    ) -> None:
        before = everything_in(folder)

        assert told(run(folder, "exercise", *args))[line] == why
        assert everything_in(folder) == before

    def test_is_never_called_as_a_retired_one_was(self, folder: Folder) -> None:
        folder.edit(
            "nb/modules/link/module.md",
            "title: Tanker og følelser",
            "title: Tanker og følelser\nretired: old",
        )

        assert "error[id-retired] nb/modules/link/goals.md:50:10" in told(
            run(folder, "exercise", "link/goals", "text", "old")
        )

    def test_needs_what_it_names(self, folder: Folder) -> None:
        folder.edit("nb/programme.md", "instruments: mini", "")

        assert told(run(folder, "exercise", "link/goals", "chart", "x", "--language", "nb")) == [
            'En blokk "chart" trenger et spørreskjema, og programmet har ingen.',
            "Legg et i nb/instruments, og før det opp i programme.md etter  instruments: .",
        ]


def test_a_language_without_words_of_its_own_begins_with_the_sources(folder: Folder) -> None:
    Folder.copied(SMALL / "nb", folder.path / "nn")
    assert run(folder, "tool", "night").exit_code == 0

    assert not (folder.path / "nn/tools/night.md").exists(), "a folder that the programme does not list"
    folder.edit("nb/programme.md", "languages: nb, en", "languages: nb, en, nn")
    assert run(folder, "tool", "day").exit_code == 0
    text = folder.read("nn/tools/day.md")
    assert text == skeletons.file_text("tool", "nn")
    assert text.startswith("---\ntitle: ✎ Hva verktøyet heter\nlink-question: ✎ Skriv")
    assert "view:" not in text


def test_what_is_written_is_in_canonical_form(folder: Folder) -> None:
    run(folder, "module", "sleep")
    run(folder, "tool", "night")
    for kind in KINDS:
        run(folder, "exercise", "sleep/welcome", kind, NAMED.get(kind, f"my-{kind}"))

    for path in ("nb/modules/sleep", "en/modules/sleep", "nb/tools/night.md", "en/tools/night.md"):
        result = CliRunner().invoke(format_files, ["--check", "--folder", str(folder.path), path])
        assert (result.output, result.exit_code) == ("", 0)


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_every_kind_has_a_skeleton(locale: str) -> None:
    blocks = {path.stem for path in (skeletons.HERE / locale / "blocks").glob("*.md")}

    assert blocks == set(KINDS)


def test_a_folder_without_a_programme_is_none(tmp_path: Path) -> None:
    assert told(run(Folder(tmp_path), "tool", "night"))[0].startswith("There is no nb/programme.md in ")


def test_the_shipped_folder_takes_a_module_too(tmp_path: Path) -> None:
    folder = Folder.copied(REAL, tmp_path)

    assert run(folder, "module", "sleep").exit_code == 0
    assert len(to_write(folder)) == 20
