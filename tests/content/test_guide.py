"""The examples of the author's guide are content like any other: they are read and checked."""

import re
from pathlib import Path

import pytest

from content.folders import Folder
from selfhelp.content.blocks import IN_COURSE
from selfhelp.exercises.kinds import KINDS
from selfhelp.exercises.tool import VIEWS

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
FENCED = re.compile(r"^```markdown\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TITLE = {"nb": "title: Eksempel", "en": "title: Example"}
AIM = {"nb": "Se et eksempel.", "en": "See an example."}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("guide", ["nb", "en"])
def test_the_examples_have_no_mistake(guide: str, kind: str, tmp_path: Path) -> None:
    examples = FENCED.findall((GUIDE / guide / f"{kind}.md").read_text(encoding="utf-8"))
    assert len(examples) == 2, "one example, in Norwegian and in English"
    folder = Folder.of_one_module(tmp_path)
    _add_module(folder, dict(zip(("nb", "en"), examples, strict=True)))

    assert folder.told() == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_are_the_same_in_both_guides(kind: str) -> None:
    texts = [(GUIDE / guide / f"{kind}.md").read_text(encoding="utf-8") for guide in ("nb", "en")]

    assert FENCED.findall(texts[0]) == FENCED.findall(texts[1])


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_shows_its_kind(kind: str) -> None:
    text = (GUIDE / "nb" / f"{kind}.md").read_text(encoding="utf-8")

    assert f"\n::: {kind} " in FENCED.findall(text)[0]


class TestCoursePage:
    def test_shows_a_step_without_a_mistake(self, tmp_path: Path) -> None:
        examples = FENCED.findall((GUIDE / "nb" / "course.md").read_text(encoding="utf-8"))
        folder = Folder.with_a_course(tmp_path)
        for locale, text in zip(("nb", "en"), examples, strict=True):
            folder.write(f"{locale}/course/talk/opening.md", text)

        assert folder.told() == ""

    def test_shows_the_same_in_both_guides(self) -> None:
        nb, en = ((GUIDE / guide / "course.md").read_text(encoding="utf-8") for guide in ("nb", "en"))

        assert FENCED.findall(nb) == FENCED.findall(en)

    @pytest.mark.parametrize("guide", ["nb", "en"])
    def test_names_every_kind_a_step_may_have(self, guide: str) -> None:
        text = (GUIDE / guide / "course.md").read_text(encoding="utf-8")

        assert set(KINDS) & set(re.findall(r"`([a-z-]+)`", text)) == set(IN_COURSE)


@pytest.mark.parametrize("guide", ["nb", "en"])
def test_the_examples_for_the_programme_have_no_mistake(guide: str, tmp_path: Path) -> None:
    text = (GUIDE / guide / "how-it-goes.md").read_text(encoding="utf-8")
    folder = Folder.of_one_module(tmp_path)
    for locale, example in zip(("nb", "en"), FENCED.findall(text), strict=True):
        folder.edit(f"{locale}/programme.md", "::: change\n", f"{example}\n::: change\n")

    assert folder.told() == ""


@pytest.mark.parametrize("guide", ["nb", "en"])
def test_the_example_of_what_a_tool_shows_has_no_mistake(guide: str, tmp_path: Path) -> None:
    text = (GUIDE / guide / "what-a-tool-shows.md").read_text(encoding="utf-8")
    folder = Folder.of_one_module(tmp_path)
    programme = folder.read("nb/programme.md")
    tools = re.search(r"^tools: .*$", programme, re.MULTILINE)
    assert tools
    folder.edit("nb/programme.md", tools[0], f"{tools[0]}, phone")
    for locale, example in zip(("nb", "en"), FENCED.findall(text), strict=True):
        folder.write(f"{locale}/tools/phone.md", example)

    assert folder.told() == ""


@pytest.mark.parametrize("guide", ["nb", "en"])
def test_every_view_stands_in_the_guide(guide: str) -> None:
    text = (GUIDE / guide / "what-a-tool-shows.md").read_text(encoding="utf-8")

    assert [view for view in VIEWS if f"| `{view}` |" not in text] == []


def _add_module(folder: Folder, examples: dict[str, str]) -> None:
    """Put the example into a module of its own, after the real ones."""
    programme = folder.read("nb/programme.md")
    modules = re.search(r"^modules: .*$", programme, re.MULTILINE)
    assert modules
    folder.edit("nb/programme.md", modules[0], f"{modules[0]}, example")
    # What was useful is chosen among the module's steps, so these have to be there.
    named = (
        re.findall(r"^- \(([a-z-]+)\)", examples["nb"], re.MULTILINE)
        if "::: useful" in examples["nb"]
        else []
    )
    for locale, text in examples.items():
        at = f"{locale}/modules/example"
        steps = f"\nsteps: {', '.join((*named, 'example'))}" if locale == "nb" else ""
        folder.write(f"{at}/module.md", f"---\n{TITLE[locale]}{steps}\n---\n\n{AIM[locale]}\n")
        folder.write(f"{at}/gp.md", folder.read(f"{locale}/modules/link/gp.md"))
        folder.write(f"{at}/example.md", text)
        for step in named:
            folder.write(f"{at}/{step}.md", f"---\n{TITLE[locale]}\n---\n\n{AIM[locale]}\n")
