"""Reading a folder: what comes of it, in which languages, from which machines."""

from pathlib import Path

import pytest

from content.folders import REAL, SMALL, Folder
from selfhelp.content.model import Worked
from selfhelp.content.problems import ContentError
from selfhelp.content.reading import load_catalogue
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.home_practice import HomePractice
from selfhelp.exercises.recall import RecallBlock
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.words import Ref, Words


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(SMALL, tmp_path)


class TestLoadCatalogue:
    catalogue = load_catalogue(SMALL)

    def test_reads_every_language_the_source_first(self) -> None:
        assert self.catalogue.locales == ("nb", "en")
        assert self.catalogue["en"].title == "The trial programme"
        assert self.catalogue["se"] is self.catalogue.source is self.catalogue["nb"]

    def test_joins_words_and_behaviour(self) -> None:
        step = self.catalogue["en"].modules["link"].step("goals")
        assert step is not None
        now = next(e for e in step.exercises if isinstance(e, Scale))
        assert (now.ends, now.low, now.text.source) == ((0, 10), "Far away", "How close are you today?")
        assert step.minutes == 4
        assert step.exercises[0].gp == "ask"

    def test_reads_options_with_notes_and_feedback(self) -> None:
        traps = self.catalogue["en"].modules["challenge"].step("traps")
        assert traps is not None
        quiz, several = traps.exercises[0], traps.exercises[1]
        assert [(o.id, o.note, o.plain) for o in quiz.options] == [
            ("reading", "right", "Mind reading"),
            ("blackwhite", "", "Black and white"),
        ]
        assert quiz.options[0].feedback.source == "Yes. She guesses what the others think."
        assert isinstance(several, Choices)
        assert several.none == "none"

    def test_reads_recalls(self) -> None:
        traps = self.catalogue.source.modules["challenge"].steps[0]
        recall = traps.exercises[-1]
        assert isinstance(recall, RecallBlock)
        assert recall.ref == Ref("chain", "thought")
        assert isinstance(traps.parts[0], Words)
        assert [str(hole.ref) for hole in traps.parts[0].recalls] == ["chain.thought", "link/goal-1"]

    def test_reads_the_doctors_example_and_what_comes_after(self) -> None:
        gp = load_catalogue(REAL)["en"].modules["link"].gp
        assert gp.example == Worked("chain", "ida")
        assert gp.next_step is not None
        assert gp.next_step.keep.startswith("The chain stays in the toolbox")
        assert gp.next_step.sign.startswith("More than three dark chains a day")

    def test_knows_old_ids_in_every_language(self, folder: Folder) -> None:
        folder.edit("nb/modules/link/goals.md", "max: 200", "max: 200\nwas: goal, first-goal")
        folder.edit("nb/tools/chain.md", "required: yes", "required: yes\nwas: situation")

        for programme in load_catalogue(folder.path).programmes.values():
            link = programme.modules["link"]
            assert link.renamed == {"goal": "goal-1", "first-goal": "goal-1"}
            assert link.place(link.asking["goal-1"]) == "link/goal"
            assert programme.tools["chain"].renamed == {"situation": "event"}

    def test_places_tools_and_instruments(self) -> None:
        link = self.catalogue["en"].modules["link"]
        practice = next(e for e in link.exercises if isinstance(e, HomePractice))
        assert practice.of is self.catalogue["en"].tools["chain"]

    def test_reads_a_tool_with_its_example(self) -> None:
        tool = self.catalogue["en"].tools["chain"]
        assert tool.link_question == "Which link weighed most?"
        assert tool.examples[0].words["event"] == "Nora did not answer."
        assert tool.examples[0].strengths == {"feelings": {"sad": 70}}
        assert isinstance(tool.block("feelings"), Strengths)

    def test_reads_the_doctors_texts(self) -> None:
        gp = self.catalogue["en"].modules["link"].gp
        assert gp.asks[0].question == "Tell me about a moment this week."
        assert gp.asks[0].link == "What went through your mind?"
        assert gp.unopened == "What got in the way?"
        assert gp.reviewed is not None

    def test_reads_help_numbers_in_every_language(self) -> None:
        numbers = self.catalogue["en"].pages["help-now"].numbers
        assert [(n.name, n.call) for n in numbers][:2] == [
            ("Emergency medical line", "113"),
            ("Out-of-hours doctor", "116 117"),
        ]

    def test_lists_every_mistake(self, folder: Folder) -> None:
        folder.edit("nb/modules/link/goals.md", "range: 0-10", "range: 10-0")
        folder.edit("nb/modules/challenge/traps.md", "none: none", "none: nothing")

        with pytest.raises(ContentError) as error:
            load_catalogue(folder.path)

        assert [problem.name for problem in error.value.problems] == ["choices-shape", "setting-value"]

    def test_does_not_stop_at_a_warning_or_at_what_is_hard_to_read(self, folder: Folder) -> None:
        folder.edit("nb/modules/link/gp.md", "reviewed: 2026-11-22", "reviewed: 2001-01-01")
        folder.edit("nb/modules/link/goals.md", "Tenk på en vanlig uke.", "Tenk bare på en vanlig uke!")

        assert load_catalogue(folder.path).locales == ("nb", "en")

    def test_a_change_of_words_changes_the_digest(self, folder: Folder) -> None:
        before = load_catalogue(folder.path).digest
        folder.edit("en/modules/link/goals.md", "Think of an ordinary week.", "Think of a common week.")

        assert before == load_catalogue(SMALL).digest
        assert load_catalogue(folder.path).digest != before


class TestAnyMachine:
    def test_line_ends_of_windows_and_a_mark_at_the_beginning(self, folder: Folder) -> None:
        for path in folder.path.rglob("*.md"):
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

        assert folder.told() == ""
        assert load_catalogue(folder.path).digest == load_catalogue(SMALL).digest

    def test_a_file_that_is_not_utf_8(self, folder: Folder) -> None:
        path = folder.path / "nb" / "modules" / "link" / "goals.md"
        path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", "replace"))

        assert folder.told() == (
            "error[encoding] nb/modules/link/goals.md:1:1\n"
            "  The file is not UTF-8 (byte 59).\n"
            "  Save it again as UTF-8 in your editor."
        )

    def test_a_file_nobody_may_read(self, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
        read = Path.read_bytes

        def refuse(path: Path) -> bytes:
            if path.name == "goals.md" and path.parts[-4] == "en":
                raise PermissionError(13, "Permission denied")
            return read(path)

        monkeypatch.setattr(Path, "read_bytes", refuse)

        assert folder.told() == (
            "error[file-unreadable] en/modules/link/goals.md:1:1\n"
            "  The file cannot be read: Permission denied.\n"
            "  Look at who may read it."
        )

    def test_a_link_that_leads_nowhere_and_a_folder_called_like_a_file(self, folder: Folder) -> None:
        (folder.path / "nb" / "pages" / "gone.md").symlink_to("nowhere.md")
        (folder.path / "nb" / "pages" / "folder.md").mkdir()

        assert folder.told() == ""

    def test_a_language_may_not_lead_out_of_the_folder(self, folder: Folder) -> None:
        folder.edit("nb/programme.md", "languages: nb, en", "languages: nb, en, ../../etc")

        assert folder.rules() == ["setting-value"]

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        assert Folder(tmp_path).rules() == ["file-missing"]


def test_a_third_language_needs_no_measure_of_its_own(folder: Folder) -> None:
    folder.edit("nb/programme.md", "languages: nb, en", "languages: nb, en, da")
    for path in (folder.path / "en").rglob("*.md"):
        folder.write(
            f"da/{path.relative_to(folder.path / 'en').as_posix()}", path.read_text(encoding="utf-8")
        )

    assert set(folder.rules()) == {"instrument-unlocked", "interface-unsaid"}


class TestRealContent:
    catalogue = load_catalogue(REAL)

    def test_has_no_mistake_and_no_warning(self) -> None:
        assert Folder(REAL).told() == ""

    def test_has_the_fourteen_steps_of_module_1_in_both_languages(self) -> None:
        for locale in ("nb", "en"):
            link = self.catalogue[locale].modules["link"]
            assert len(link.steps) == 14
            assert [len(sitting) for sitting in link.sittings] == [5, 6, 3]

    def test_has_the_same_shape_in_both_languages(self) -> None:
        nb, en = (
            [
                (step.id, [(e.kind, e.id, [o.id for o in e.options]) for e in step.exercises])
                for module in self.catalogue[locale].modules.values()
                for step in module.steps
            ]
            for locale in ("nb", "en")
        )
        assert nb == en
