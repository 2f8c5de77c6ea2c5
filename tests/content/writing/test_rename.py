"""Another id: named anew everywhere and in every language, with no answer lost."""

from pathlib import Path

import pytest

from content.folders import REAL, Folder
from content.writing.renames import files, folder, refused, renamed, run
from selfhelp.content.checks.instruments import LOCK
from selfhelp.content.reading import load_catalogue
from selfhelp.content.status import confirm_files, status_of

__all__ = ["folder"]


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
        ("exercise", "goal-2-now", "second-goal-now"),
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
