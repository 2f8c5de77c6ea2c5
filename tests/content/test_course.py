"""The doctors' course: read like modules, measured for doctors, made of what keeps nothing."""

from pathlib import Path

import pytest

from content.folders import Folder
from selfhelp.content.blocks import IN_COURSE
from selfhelp.content.reading import load_catalogue
from selfhelp.exercises.kinds import KINDS

TALK = "nb/course/talk"
OPENING = f"{TALK}/opening.md"
KEPT = sorted(set(KINDS) - set(IN_COURSE))
# 170 words of sentences a doctor may be asked to read and a patient may not.
LONG = "\n\n".join(["Du spør om et øyeblikk, og du lytter til pasienten mens han forteller om det."] * 12)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.with_a_course(tmp_path)


class TestCourse:
    def test_has_no_mistake(self, folder: Folder) -> None:
        assert folder.told() == ""

    def test_is_read_in_every_language(self, folder: Folder) -> None:
        catalogue = load_catalogue(folder.path)

        nb, en = (catalogue[locale].course["talk"] for locale in ("nb", "en"))
        assert (nb.title, en.title) == ("Samtalen", "The talk")
        assert [step.id for step in nb.steps] == [step.id for step in en.steps] == ["opening", "scene", "own"]
        assert nb.sittings == (("opening", "scene"), ("own",))
        assert en.steps[0].minutes == 8

    def test_holds_every_kind_it_may(self, folder: Folder) -> None:
        lesson = load_catalogue(folder.path)["nb"].course["talk"]

        assert {exercise.kind for exercise in lesson.exercises} == set(IN_COURSE)

    def test_is_no_module(self, folder: Folder) -> None:
        assert "talk" not in load_catalogue(folder.path)["nb"].modules

    def test_may_be_missing(self, folder: Folder) -> None:
        folder.edit("nb/programme.md", "course: talk", "")
        for file in folder.path.glob("*/course/talk/*.md"):
            file.unlink()

        assert folder.told() == ""
        assert load_catalogue(folder.path)["nb"].course == {}

    def test_shows_no_file_that_no_list_names(self, folder: Folder) -> None:
        folder.edit("nb/programme.md", "course: talk", "")

        assert folder.rules() == ["file-unlisted"]

    def test_has_no_page_for_the_doctor_beside_it(self, folder: Folder) -> None:
        folder.write(f"{TALK}/gp.md", folder.read("nb/modules/link/gp.md"))
        folder.write("en/course/talk/gp.md", folder.read("en/modules/link/gp.md"))

        assert folder.rules() == ["step-unlisted"]


@pytest.mark.parametrize("kind", KEPT)
def test_what_keeps_something_is_refused(kind: str, folder: Folder) -> None:
    for locale in ("nb", "en"):
        text = folder.read(f"{locale}/course/talk/scene.md")
        folder.write(f"{locale}/course/talk/scene.md", f"{text}\n::: {kind} mine\n\n:::\n")

    assert folder.rules() == ["course-keeps"]


@pytest.mark.parametrize("setting", ["gp: ask", "was: earlier", "follows: character"])
def test_what_keeps_an_answer_is_no_setting(setting: str, folder: Folder) -> None:
    folder.edit(f"{TALK}/own.md", "required: yes", f"required: yes\n{setting}")

    assert folder.rules() == ["setting-unknown"]


@pytest.mark.parametrize("name", ["character", "chain.thought", "link/goal-1", "talk/first"])
def test_a_condition_knows_nothing_from_outside(name: str, folder: Folder) -> None:
    folder.edit(OPENING, "when: first.right is yes", f"when: {name} answered")

    assert folder.rules() in (["name-unknown"], ["module-unknown"])


class TestReading:
    def test_a_doctor_is_asked_for_more_than_a_patient(self, folder: Folder) -> None:
        folder.edit(OPENING, "Begynn i pasientens egen fortelling.", LONG)
        assert folder.rules() == []

        folder.edit("nb/modules/link/goals.md", "Tenk på en vanlig uke.", LONG)
        assert "step-long" in folder.rules()

    def test_has_an_end_all_the_same(self, folder: Folder) -> None:
        folder.edit(OPENING, "Begynn i pasientens egen fortelling.", f"{LONG}\n\n{LONG}")

        assert folder.rules() == ["step-long"]

    def test_does_not_measure_sources(self, folder: Folder) -> None:
        folder.edit(OPENING, "## Kilder", "## Mer")

        assert folder.rules() == ["sentence-long"]
