"""Whatever stands in a box of the guide is loaded: files, parts of them, single lines, names and commands.

The boxes with whole files of a kind are read in `test_guide.py`. A new page or box that no test knows fails
here.
"""

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from content.folders import REAL, Folder
from selfhelp.cli import main
from selfhelp.content.checking import lock_instruments
from selfhelp.exercises.kinds import KINDS

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What other tests read, by page: whole files of content, and what a walk through the page writes and meets.
FILES = {*KINDS, "course", "how-it-goes", "what-a-tool-shows"}
WALKED = {"first-module", "languages"}
PAGES = [
    f"{language}/{path.stem}" for language in ("nb", "en") for path in sorted((GUIDE / language).glob("*.md"))
]
STEP = "nb/modules/link/fragment.md"
IN_STEP = "---\ntitle: Utdrag\nminutes: 1\n---\n\n"
# What the conditions and recalls of the guide name, and the first module does not ask.
ASKED = """::: choice heaviest-time

Når er det tyngst?

- (evening) Om kvelden
- (night) Om natten

:::

::: choices fell-out

Hva har falt bort?

- (music) Musikk
- (walks) Turer

:::

::: scale mood-today
range: 0-10
low: Tungt
high: Godt

Hvordan er humøret?

:::

"""


def boxes(page: str, sort: str) -> list[str]:
    text = (GUIDE / f"{page}.md").read_text(encoding="utf-8")
    return [block for name, block in FENCE.findall(text) if name == sort]


def every(sort: str, *, but: set[str]) -> list[tuple[str, str]]:
    """Every box of a sort, with its page, but for those of some pages."""
    return [(page, box) for page in PAGES if page[3:] not in but for box in boxes(page, sort)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The first module in Norwegian alone, where a fragment needs no words in another language."""
    folder = Folder.of_one_module(tmp_path_factory.mktemp("whole"))
    shutil.rmtree(folder.path / "en")
    folder.edit("nb/programme.md", "languages: nb, en", "languages: nb")
    lock_instruments(folder.path)
    steps = re.search(r"^steps: .*$", folder.read("nb/modules/link/module.md"), re.MULTILINE)
    assert steps
    folder.edit("nb/modules/link/module.md", steps[0], f"{steps[0]}, fragment")
    folder.write(STEP, f"{IN_STEP}Ord.\n")
    assert folder.told() == ""
    return folder


@pytest.fixture
def folder(whole: Folder, tmp_path: Path) -> Folder:
    return Folder.copied(whole.path, tmp_path)


class TestEveryBox:
    @pytest.mark.parametrize("page", PAGES)
    def test_is_of_a_sort_that_is_loaded(self, page: str) -> None:
        text = (GUIDE / f"{page}.md").read_text(encoding="utf-8")
        sorts = {name for name, _ in FENCE.findall(text)}

        assert text.count("```") == 2 * len(FENCE.findall(text)), "a box is not closed"
        assert sorts <= {"text", "sh", "markdown"}
        if "markdown" in sorts:
            assert page[3:] in FILES | WALKED, "no test reads these files: see test_guide.py"

    def test_stands_in_both_languages(self) -> None:
        nb, en = (
            {
                page[3:]: [name for name, _ in FENCE.findall((GUIDE / f"{page}.md").read_text("utf-8"))]
                for page in PAGES
                if page.startswith(language)
            }
            for language in ("nb/", "en/")
        )

        assert nb == en

    @pytest.mark.parametrize(("page", "box"), every("sh", but={"first-module"}))
    def test_with_a_command_names_one_that_is_there(
        self, page: str, box: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for folder in ("content", "my-content"):
            (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("HOME", str(tmp_path))

        for line in box.splitlines():
            program, *words = (str(Path(word).expanduser()) for word in shlex.split(line))
            assert program == "selfhelp"
            _understands(words)

    @pytest.mark.parametrize(("page", "box"), every("text", but=WALKED))
    def test_with_a_part_of_a_file_has_no_mistake(self, page: str, box: str, folder: Folder) -> None:
        if box.startswith("content/"):
            assert [one for one in _named(box) if not (REAL.parent / one).is_file()] == []
        else:
            _put(box, page, folder)
            assert folder.told() == ""


class TestConditionsAndRecall:
    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_shows_conditions_that_hold_something(self, language: str, folder: Folder) -> None:
        rows = _rows(language)
        conditions = [row for row in rows if "{{" not in row and not row.startswith(".")]
        notes = [
            f"::: note note-{number}\nwhen: {condition}\n\nOrd.\n\n:::\n"
            for number, condition in enumerate(conditions)
        ]
        folder.write(STEP, IN_STEP + ASKED + "\n".join(notes))

        assert len(conditions) == 8
        assert folder.told() == ""

    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_shows_recalls_that_find_something(self, language: str, folder: Folder) -> None:
        recalls = [row.replace("\\|", "|") for row in _rows(language) if row.startswith("{{")]
        folder.write(STEP, IN_STEP + "\n\n".join(f"Ord: {recall}." for recall in recalls) + "\n")

        assert len(recalls) == 6
        assert folder.told() == ""


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_settings_of_pace_and_order_stand_in_the_shipped_files(language: str) -> None:
    text = (GUIDE / language / "index.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+): [^`]+` \| `([a-z]+\.md)`", text, re.MULTILINE)
    shipped = {
        name: "\n".join(path.read_text(encoding="utf-8") for path in (REAL / "nb").rglob(name))
        for _, name in rows
    }

    assert len(rows) == 6
    assert [word for word, name in rows if f"\n{word}: " not in shipped[name]] == []


def _rows(language: str) -> list[str]:
    """What stands in the first column of the tables of a page."""
    text = (GUIDE / language / "conditions-and-recall.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def _understands(words: list[str]) -> None:
    """Read a command's words as the command line does; what it does not know, it refuses."""
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        command, context = found, click.Context(found, info_name=name, parent=context)
    command.make_context(command.name, words, parent=context.parent)


def _named(listing: str) -> list[str]:
    """The files of a list of files, each followed by what it is."""
    return [line.split()[0] for line in listing.splitlines() if "…" not in line.split()[0]]


def _put(box: str, page: str, folder: Folder) -> None:
    """Put a part of a file where it belongs."""
    kind = re.match(r"::: ([a-z-]+)", box)
    if box.startswith("---"):
        folder.write(STEP, f"{box}\nOrd.\n")
    elif kind is None:
        assert re.fullmatch(r"(?:[a-z-]+: .+\n)+", box), "nobody knows where this belongs"
        folder.write(STEP, IN_STEP.replace("minutes: 1\n", f"minutes: 1\n{box}") + "Ord.\n")
    elif kind[1] == "number":
        _replace(folder, "nb/pages/help-now.md", r"^::: number helpline\n.*?^:::\n", box)
    elif kind[1] == "ask":
        _replace(folder, "nb/modules/link/gp.md", r"^::: ask .*", box)
    elif page[3:] in KINDS:
        example = boxes(f"nb/{page[3:]}", "markdown")[0]
        asked_later = example.replace(
            "instrument: phq-9\n", "instrument: phq-9\ndue: 13\n"
        )  # as the page tells
        folder.write(STEP, f"{asked_later}\n{box}")
    else:
        folder.write(STEP, IN_STEP + ASKED + box)


def _replace(folder: Folder, file: str, old: str, new: str) -> None:
    text, count = re.subn(old, new, folder.read(file), count=1, flags=re.MULTILINE | re.DOTALL)
    assert count == 1
    folder.write(file, text)
