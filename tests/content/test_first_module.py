"""“Your first module in thirty minutes” is followed to the letter, in each language of the guide."""

import dataclasses
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from apps import COMPILED, desk_of, made, shut, signs_in
from kept import Place, lay, new_pair
from pages import Browser
from people import Surgery
from test_cli import enough
from web.test_every_step import goes_through

from content.folders import REAL, Folder
from content.walkthrough import WRITTEN_ON, Walkthrough
from selfhelp.cli_preview import PORT
from selfhelp.content.status import confirm_files
from selfhelp.settings import CONTENT, Settings
from selfhelp.web.preview.factory import create_preview

pytestmark = pytest.mark.xdist_group("first module")  # the page is followed once, by one process

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
LANGUAGES = ("nb", "en")
MODULE, STEPS = "breaks", ["welcome", "my-break", "until-next-time"]
MISTAKES = {"when-unknown-option", "fence-open", "untranslated"}
HEARD = {"nb": "Du vil prøve dette: «Ord jeg fant på».", "en": "You will try this: “Ord jeg fant på”."}
SELDOM = {"nb": "Du tar sjelden pause.", "en": "You seldom take a break."}
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Followed:
    """What is there when somebody has followed the page of one language."""

    language: str
    walkthrough: Walkthrough
    folder: Folder
    settings: Settings


@pytest.fixture(scope="module", params=LANGUAGES)
def followed(
    request: pytest.FixtureRequest, ground: Place, tmp_path_factory: pytest.TempPathFactory
) -> Followed:
    here = tmp_path_factory.mktemp("clone")
    databases = new_pair(ground, "clone")
    databases.close()
    lay(databases.urls, here)
    folder = Folder.of_one_module(here / "content")
    confirm_files(folder.path, None)
    left_out = steps_in(REAL) - steps_in(folder.path)
    committed(here)
    environment = enough(here)
    server = dataclasses.replace(
        Settings.from_environment(environment | {CONTENT: str(folder.path)}),
        public_url="http://localhost",
        secure_cookies=False,
    )
    walkthrough = Walkthrough(page(request.param), here, environment, left_out)
    with pytest.MonkeyPatch.context() as patches:
        patches.chdir(here)
        walkthrough.runs("selfhelp content publish")  # what patients meet before
        walkthrough.follow()
    return Followed(request.param, walkthrough, folder, server)


def steps_in(folder: Path) -> int:
    files = folder.glob("nb/modules/*/*.md")
    return sum(file.stem not in {"module", "gp"} for file in files)


def committed(here: Path) -> None:
    """Put the folder under git, as whoever cloned the project has it."""
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "--quiet"), ("add", "content"), (*author, "commit", "--quiet", "--message=first")):
        subprocess.run(["git", "-C", str(here), *words], check=True)  # noqa: S603, S607  # of this test


def page(language: str) -> str:
    return (GUIDE / language / "first-module.md").read_text(encoding="utf-8")


class TestFollowingThePage:
    def test_answers_what_the_page_shows(self, followed: Followed) -> None:
        assert followed.walkthrough.answered == followed.walkthrough.shown

    def test_meets_each_mistake_and_leaves_none(self, followed: Followed) -> None:
        answers = "".join(followed.walkthrough.answered)

        assert set(re.findall(r"^\w+\[([a-z-]+)\]", answers, re.MULTILINE)) == MISTAKES
        assert followed.folder.told(today=WRITTEN_ON) == ""

    def test_can_be_undone_as_the_page_tells(self, followed: Followed, tmp_path: Path) -> None:
        folder = Folder.copied(followed.folder.path, tmp_path / "content")
        for language in LANGUAGES:
            shutil.rmtree(folder.path / language / "modules" / MODULE)
        programme = folder.read("nb/programme.md")
        assert f", {MODULE}\n" in programme
        folder.write("nb/programme.md", programme.replace(f", {MODULE}\n", "\n"))

        assert folder.told(today=WRITTEN_ON) == ""

    def test_leads_to_a_preview_of_the_step(self, followed: Followed) -> None:
        named = re.search(r"<http://127\.0\.0\.1:(\d+)(/\S+)>", followed.walkthrough.page)
        assert named
        app = create_preview(followed.folder.path)
        app.jinja_env.bytecode_cache = COMPILED
        browser = Browser(app, language=followed.language)
        every = f"/as/{followed.language}.empty.every/modules/{MODULE}/my-break"

        assert int(named[1]) == PORT
        assert browser.opens(named[2]).status == 200
        assert f"/modules/{MODULE}/my-break" in browser.html
        assert browser.says("all, with conditions") in browser.html
        assert browser.says("all, with conditions") in followed.walkthrough.page
        assert SELDOM[followed.language] in browser.opens(every).text

    def test_gives_patients_a_module_they_can_do(self, followed: Followed) -> None:
        app = made(followed.settings)
        at = desk_of(app)
        surgery = Surgery(at.engine, at.keys, at.root, at.passphrases, datetime.now(UTC))
        patient = surgery.patient(surgery.gp(), locale=followed.language)
        browser = signs_in(Browser(app, language=followed.language), patient)

        browser.opens(f"/modules/{MODULE}/{STEPS[0]}")
        assert goes_through(browser, MODULE) == STEPS
        assert HEARD[followed.language] in browser.opens(f"/modules/{MODULE}/my-break").text
        shut(app)


class TestThePage:
    def test_shows_the_same_files_and_commands_in_both_languages(self) -> None:
        files, commands = (
            [[block for sort, block in FENCE.findall(page(one)) if sort == name] for one in LANGUAGES]
            for name in ("markdown", "sh")
        )

        assert files[0] == files[1]
        assert [one.replace(" --language nb", "") for one in commands[0]] == commands[1]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_takes_thirty_minutes(self, language: str) -> None:
        minutes = re.findall(r"^## \d\. .* \((\d+) minut", page(language), re.MULTILINE)

        assert sum(map(int, minutes)) == 30
