"""Another id: named anew everywhere and in every language, with no answer lost."""

import difflib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from content.folders import REAL, SMALL, Folder
from selfhelp.cli_writing import rename_id
from selfhelp.content.checking import check
from selfhelp.content.checks.instruments import LOCK
from selfhelp.content.reading import load_catalogue
from selfhelp.content.status import confirm_files, status_of

TODAY = date(2026, 11, 28)
Files = dict[str, bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder.copied(SMALL, tmp_path / "content")
    confirm_files(folder.path, None)
    return folder


def run(folder: Folder, *args: str) -> Result:
    return CliRunner().invoke(rename_id, [*args, "--folder", str(folder.path)])


def files(folder: Folder) -> Files:
    paths = (path for path in folder.path.rglob("*") if path.is_file() and path.suffix != ".svg")
    return {path.relative_to(folder.path).as_posix(): path.read_bytes() for path in paths}


def refused(folder: Folder, *args: str) -> Sequence[str]:
    """What the author is told; nothing has been written."""
    before = files(folder)
    result = run(folder, *args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert files(folder) == before
    return result.stderr.splitlines()


def renamed(folder: Folder, *args: str) -> list[str]:
    """The lines that are new afterwards, but for the lock's. Nothing is wrong with them, nor unconfirmed."""
    before = files(folder)
    result = run(folder, *args)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [str(problem) for problem in check(folder.path, today=TODAY)] == []
    assert [len(one.stale) for one in status_of(folder.path).languages] == [0]
    return [
        f"{path}: {line[1:]}"
        for path, text in files(folder).items()
        if not path.endswith(".lock")
        for line in difflib.ndiff(_lines(before.get(path)), _lines(text))
        if line.startswith("+")
    ]


def _lines(text: bytes | None) -> list[str]:
    return (text or b"").decode().splitlines()


class TestExercise:
    def test_is_renamed_wherever_it_is_named(self, folder: Folder) -> None:
        assert sorted(renamed(folder, "exercise", "link/goal-1", "first-goal")) == [
            "en/modules/challenge/traps.md:  Your goal was “{{link/first-goal|your goal}}”.",
            "en/modules/link/goals.md:  ::: text first-goal",
            "en/modules/link/goals.md:  Your goal is “{{first-goal|your goal}}”, and you are close.",
            "nb/modules/challenge/traps.md:  Målet ditt var «{{link/first-goal|målet ditt}}».",
            "nb/modules/link/goals.md:  ::: text first-goal",
            "nb/modules/link/goals.md:  Målet ditt er «{{first-goal|målet ditt}}», og du er nær.",
            "nb/modules/link/goals.md:  was: goal-1",
            "nb/modules/link/goals.md:  when: first-goal answered and goal-1-now >= 7",
        ]

    def test_keeps_all_its_old_ids(self, folder: Folder) -> None:
        run(folder, "exercise", "link/goal-1", "goal-a")
        run(folder, "exercise", "link/goal-a", "link/goal-b")

        assert "::: text goal-b\nwas: goal-1, goal-a\n" in folder.read("nb/modules/link/goals.md")
        assert load_catalogue(folder.path).source.modules["link"].renamed == {
            "goal-1": "goal-b",
            "goal-a": "goal-b",
        }

    def test_of_a_tool_is_renamed_in_conditions_recalls_and_examples(self, folder: Folder) -> None:
        assert sorted(renamed(folder, "exercise", "chain/thought", "first-thought")) == [
            "en/modules/challenge/traps.md:  ::: recall chain.first-thought",
            "en/modules/challenge/traps.md:  You wrote: “{{chain.first-thought|your thought}}”. "
            "Many thoughts fall into the same traps.",
            "en/modules/link/own-chain.md:  You caught “{{my-chain.first-thought|your thought}}”.",
            "en/tools/chain.md:  - (first-thought) “She would rather be without me.”",
            "en/tools/chain.md:  ::: text first-thought",
            "nb/modules/challenge/traps.md:  ::: recall chain.first-thought",
            "nb/modules/challenge/traps.md:  Du skrev: «{{chain.first-thought|tanken din}}». "
            "Mange tanker går i de samme fellene.",
            "nb/modules/link/own-chain.md:  Du fikk tak i «{{my-chain.first-thought|tanken din}}».",
            "nb/modules/link/own-chain.md:  when: my-chain.first-thought answered",
            "nb/tools/chain.md:  - (first-thought) «Hun vil ikke ha meg med.»",
            "nb/tools/chain.md:  ::: text first-thought",
            "nb/tools/chain.md:  was: thought",
        ]

    def test_is_renamed_in_the_numbers_of_all_entries(self, folder: Folder) -> None:
        for locale, words in (
            ("nb", "Snittet er {{after-mean|0}}."),
            ("en", "The mean is {{after-mean|0}}."),
        ):
            when = "when: after-count >= 2\n" if locale == "nb" else ""
            text = folder.read(f"{locale}/tools/chain.md")
            folder.write(f"{locale}/tools/chain.md", f"{text}\n::: shows mean\n{when}\n{words}\n\n:::\n")
        confirm_files(folder.path, None)

        new = renamed(folder, "exercise", "chain/after", "later")

        assert "nb/tools/chain.md:  when: later-count >= 2" in new
        assert "en/tools/chain.md:  The mean is {{later-mean|0}}." in new

    def test_that_asks_nothing_needs_no_old_id(self, folder: Folder) -> None:
        assert sorted(renamed(folder, "exercise", "link/goal-start", "begun")) == [
            "en/modules/link/goals.md:  ::: note begun",
            "nb/modules/link/goals.md:  ::: note begun",
        ]

    def test_that_nobody_has_met_needs_no_old_id(self, folder: Folder) -> None:
        assert "nb/modules/link/goals.md:  was: goal-1" not in renamed(
            folder, "exercise", "link/goal-1", "first-goal", "--unused"
        )

    def test_is_taken_back_when_nobody_has_met_it_since(self, folder: Folder) -> None:
        before = files(folder)
        run(folder, "exercise", "link/goal-1", "first-goal")

        assert refused(folder, "exercise", "link/first-goal", "goal-1")[0] == (
            '"goal-1" is an old id of "first-goal": answers given since would be found no longer.'
        )
        run(folder, "exercise", "link/first-goal", "goal-1", "--unused")
        assert files(folder) == before

    def test_is_taken_back_in_a_file_with_other_ends_of_lines(self, folder: Folder) -> None:
        path = folder.path / "nb/modules/link/goals.md"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        before = files(folder)

        run(folder, "exercise", "link/goal-1", "first-goal")
        assert b"::: text first-goal\r\nwas: goal-1\r\n" in path.read_bytes()
        run(folder, "exercise", "link/first-goal", "goal-1", "--unused")

        assert files(folder) == before

    def test_of_a_curve_is_renamed_in_every_module(self, folder: Folder) -> None:
        block = "::: scale mood\n{range}low: {low}\nhigh: {high}\n\n{ask}\n\n:::\n"
        words = {
            "nb": {"range": "range: 0-10\n", "low": "Lavt", "high": "Høyt", "ask": "Hvordan er humøret?"},
            "en": {"range": "", "low": "Low", "high": "High", "ask": "How is your mood?"},
        }
        for locale, said in words.items():
            for step in ("link/goals", "challenge/traps"):
                text = folder.read(f"{locale}/modules/{step}.md")
                folder.write(f"{locale}/modules/{step}.md", f"{text}\n{block.format(**said)}")
            of = "of: mood\n" if locale == "nb" else ""
            text = folder.read(f"{locale}/programme.md")
            folder.write(
                f"{locale}/programme.md", f"{text}\n::: curve mood\n{of}title: {said['high']}\n\n:::\n"
            )
        confirm_files(folder.path, None)

        assert refused(folder, "exercise", "link/mood", "spirits")[0].endswith(
            "the same word also names modules/challenge/mood, which would keep its id."
        )
        new = renamed(folder, "exercise", "mood", "spirits")
        assert "nb/programme.md:  of: spirits" in new
        assert [line for line in new if line.endswith("was: mood")] == [
            "nb/modules/challenge/traps.md:  was: mood",
            "nb/modules/link/goals.md:  was: mood",
        ]

    @pytest.mark.parametrize(
        ("old", "new", "line", "why"),
        [
            ("link/gaol-1", "x", 1, 'Did you mean "goal-1"?'),
            ("lynk/goal-1", "x", 1, 'Did you mean "link"?'),
            ("link/goal-1", "challenge/goal-1", 1, "Write the new id alone."),
            ("link/goal-1", "goal-1", 0, 'It is called "goal-1" already.'),
            ("link/goal-1", "Goal", 0, '"Goal" cannot be an id.'),
            ("link/goal-1", "signs", 1, "error[id-twice] nb/modules/link/goals.md:34:11"),
            ("link/goal-1", "old-goal", 1, "error[id-retired] nb/modules/link/goals.md:8:10"),
            ("link/goal-1", "chain", 1, "error[id-is-tool] nb/modules/link/goals.md:8:10"),
        ],
    )
    def test_is_refused_with_a_reason(self, folder: Folder, old: str, new: str, line: int, why: str) -> None:
        assert refused(folder, "exercise", old, new)[line] == why

    def test_is_told_apart_from_another_of_that_name(self, folder: Folder) -> None:
        folder.edit("nb/programme.md", "tools: chain", "tools: chain, link")
        for locale in ("nb", "en"):
            folder.write(
                f"{locale}/tools/link.md", folder.read(f"{locale}/tools/chain.md").replace("event", "goal-1")
            )

        assert refused(folder, "exercise", "link/goal-1", "x") == [
            '"link/goal-1" can mean several exercises.',
            "Write one of them whole: modules/link/goal-1 · tools/link/goal-1.",
        ]
        assert run(folder, "exercise", "tools/link/goal-1", "x").exit_code == 0


class TestOption:
    def test_is_renamed_wherever_it_is_named(self, folder: Folder) -> None:
        assert sorted(
            renamed(folder, "option", "challenge/my-traps/reading", "mind-reading", "--unused")
        ) == [
            "en/modules/challenge/traps.md:  - (mind-reading) Mind reading",
            "nb/modules/challenge/traps.md:  - (mind-reading) Tankelesing",
            "nb/modules/challenge/traps.md:  when: my-traps includes mind-reading",
        ]

    def test_is_renamed_in_settings_notes_and_examples(self, folder: Folder) -> None:
        assert "nb/modules/challenge/traps.md:  none: neither" in renamed(
            folder, "option", "challenge/my-traps/none", "neither", "--unused"
        )
        assert "nb/modules/challenge/traps.md:  - (c1: belief) «Ingen liker meg.»" in renamed(
            folder, "option", "challenge/words/thought", "belief", "--unused"
        )
        assert "nb/tools/chain.md:  - (feelings: low 70)" in renamed(
            folder, "option", "chain/feelings/sad", "low", "--unused"
        )

    @pytest.mark.parametrize(
        ("old", "why"),
        [
            ("challenge/my-traps/reading", "An answer is kept as the id of the option. "),
            ("challenge/my-traps/readng", 'The block "choices my-traps" has no option "readng".'),
            ("my-traps/reading", '"my-traps/reading" names no option.'),
            ("link/follow/ida", '"ida" is a character here, and characters keep their ids.'),
            ("link/helped/goals", '"goals" is a step here, and is called as the step is.'),
        ],
    )
    def test_is_refused_with_a_reason(self, folder: Folder, old: str, why: str) -> None:
        assert refused(folder, "option", old, "x")[0].startswith(why)


class TestStep:
    def test_is_renamed_with_its_files(self, folder: Folder) -> None:
        new = renamed(folder, "step", "link/goals", "aims", "--unused")

        assert sorted(line for line in new if "/aims.md" not in line) == [
            "en/modules/link/own-chain.md:  - (aims) What do you want to be different?",
            "nb/modules/link/module.md:  steps: aims, people, how-are-you | own-chain",
            "nb/modules/link/own-chain.md:  - (aims) Hva vil du ha annerledes?",
        ]
        assert not (folder.path / "nb/modules/link/goals.md").exists()

    def test_tells_which_files_are_written_and_removed(self, folder: Folder) -> None:
        result = run(folder, "step", "link/people", "two-people", "--unused", "--language", "nb")

        assert "Skrevet: nb/modules/link/two-people.md\n" in result.stdout
        assert "Fjernet: nb/modules/link/people.md\n" in result.stdout
        assert "Skrevet: translations.lock\n" in result.stdout

    @pytest.mark.parametrize(
        ("args", "why"),
        [
            (("link/goals", "aims"), "Answers are kept under the id of their step. "),
            (("link/goals", "people", "--unused"), "nb/modules/link/people.md is there already, "),
            (("link/goals", "gp", "--unused"), '"gp" is the name of a file that every module has, '),
        ],
    )
    def test_is_refused_with_a_reason(self, folder: Folder, args: tuple[str, ...], why: str) -> None:
        assert refused(folder, "step", *args)[0].startswith(why)

    def test_waits_for_what_might_hide_its_name(self, folder: Folder) -> None:
        folder.edit(
            "nb/modules/challenge/traps.md",
            "when: my-traps includes reading",
            "when my-traps includes reading",
        )

        wrong = refused(folder, "step", "link/goals", "aims", "--unused")

        assert (
            wrong[0]
            == "nb/modules/challenge/traps.md cannot be read to the end, so nothing has been written."
        )
        assert wrong[2].startswith("error[setting-shape] nb/modules/challenge/traps.md:")


class TestModule:
    def test_is_renamed_with_its_folder(self, folder: Folder) -> None:
        new = renamed(folder, "module", "link", "bond", "--unused")

        assert sorted(line for line in new if "/bond/" not in line) == [
            "en/modules/challenge/traps.md:  Your goal was “{{bond/goal-1|your goal}}”.",
            "nb/modules/challenge/module.md:  requires: bond",
            "nb/modules/challenge/traps.md:  Målet ditt var «{{bond/goal-1|målet ditt}}».",
            "nb/programme.md:  modules: bond, challenge",
        ]
        assert not (folder.path / "nb/modules/link").exists()

    def test_is_refused_where_answers_would_be_lost(self, folder: Folder) -> None:
        wrong, mend = refused(folder, "module", "link", "bond")

        assert wrong.startswith("Answers are kept under the id of their module. ")
        assert mend.startswith("If no patient has met the module yet, add --unused. ")

    def test_of_the_course_keeps_what_doctors_have_done(self, tmp_path: Path) -> None:
        folder = Folder.with_a_course(tmp_path)

        assert refused(folder, "module", "talk", "speech")[0].startswith(
            "What a doctor has done is kept under"
        )
        assert refused(folder, "step", "talk/opening", "first")[0].startswith(
            "What a doctor has done is kept under"
        )
        assert run(folder, "module", "talk", "speech", "--unused").exit_code == 0
        assert list(load_catalogue(folder.path).source.course) == ["speech"]


class TestTool:
    def test_is_renamed_wherever_it_is_named(self, folder: Folder) -> None:
        new = renamed(folder, "tool", "chain", "links", "--unused")

        assert sorted({line for line in new if "tools/links.md" not in line}) == [
            "en/modules/challenge/traps.md:  ::: recall links.thought",
            "en/modules/challenge/traps.md:  You wrote: “{{links.thought|your thought}}”. "
            "Many thoughts fall into the same traps.",
            "nb/modules/challenge/gp.md:  tool: links",
            "nb/modules/challenge/traps.md:  ::: recall links.thought",
            "nb/modules/challenge/traps.md:  Du skrev: «{{links.thought|tanken din}}». "
            "Mange tanker går i de samme fellene.",
            "nb/modules/link/gp.md:  tool: links",
            "nb/modules/link/own-chain.md:  tool: links",
            "nb/programme.md:  tools: links",
        ]

    def test_is_refused_where_entries_would_be_lost(self, folder: Folder) -> None:
        assert refused(folder, "tool", "chain", "links")[0].startswith(
            "What patients make is kept under the id"
        )


class TestTheLock:
    def test_lets_what_was_stale_stay_so(self, folder: Folder) -> None:
        folder.edit(
            "nb/modules/link/goals.md", "Hva vil du ha annerledes?\n\n:::", "Hva skal bli annerledes?\n\n:::"
        )

        run(folder, "exercise", "link/goal-1", "first-goal")

        assert [one.unit.name for one in status_of(folder.path).languages[0].stale] == ["text first-goal"]

    def test_is_not_begun_where_there_is_none(self, folder: Folder) -> None:
        folder.delete("translations.lock")

        run(folder, "exercise", "link/goal-1", "first-goal")

        assert not (folder.path / "translations.lock").exists()


@pytest.mark.parametrize(
    ("sort", "old", "new"),
    [
        ("module", "activities", "doing"),
        ("step", "people/stay-well", "staying-well"),
        ("tool", "small-thing", "little-thing"),
        ("exercise", "goal-2-now", "second-goal-now"),
        ("exercise", "tools/calm/before", "tension-before"),
        ("option", "calm/exercise/breath", "breathing"),
    ],
)
def test_the_shipped_content_is_renamed_and_back_byte_for_byte(
    tmp_path: Path, sort: str, old: str, new: str
) -> None:
    folder = Folder.copied(REAL, tmp_path)
    before = files(folder)
    place, slash, last = old.rpartition("/")

    assert renamed(folder, sort, old, new, "--unused")
    run(folder, sort, f"{place}{slash}{new}", last, "--unused")

    assert files(folder) == before
    assert LOCK in before
