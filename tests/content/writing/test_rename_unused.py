"""Another id for what answers are found by: only where nobody has met it."""

from pathlib import Path

import pytest

from content.folders import Folder
from content.writing.renames import folder, refused, renamed, run
from selfhelp.content.reading import load_catalogue

__all__ = ["folder"]


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
