"""A third language, added as the guide says: patients read module 1 in it before all of it is translated."""

import dataclasses
import re
import shlex
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from apps import Comes
from click.testing import CliRunner
from content.folders import REAL, Folder
from content.nynorsk import NN, add_nynorsk, nynorsk, translated
from forms import words
from pages import Browser
from people import Gp, Patient, Surgery

from selfhelp.cli import main
from selfhelp.content.whole import WHOLE
from selfhelp.settings import Settings
from web.any_answer import fills_in
from web.filling import has_done
from web.joining import People

GUIDE = REAL.parent / "docs" / "guide"
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINES = "languages: nb, en, nn\nunder-way: nn"
LEFT_OUT = "four-people"  # the step of module 1 that nobody has translated
A_LINE = "Her ser du hva svarene viser."  # and a paragraph of another step
PAGE_SAYS = "Ikke alt på denne siden er på norsk nynorsk ennå."
FOOT_SAYS = "Noen knapper og overskrifter er ikke på norsk nynorsk ennå."


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The shipped content with module 1 in Nynorsk, but for a step, a paragraph and its questionnaires."""
    folder = Folder.copied(REAL, tmp_path / "content")
    add_nynorsk(folder, "modules/link/", "tools/")
    folder.delete(f"{NN}/modules/link/{LEFT_OUT}.md")
    step = f"{NN}/modules/link/how-are-you.md"
    folder.write(step, re.sub(r"^Her ser du .*$", "", folder.read(step), flags=re.MULTILINE))
    folder.write(f"{NN}/interface.po", 'msgid "Toolbox"\nmsgstr "Verktøykassa"\n')
    return folder


@pytest.fixture
def settings(settings: Settings, folder: Folder) -> Settings:
    return dataclasses.replace(settings, content=folder.path)


@pytest.fixture
def patient(surgery: Surgery, gp: Gp) -> Patient:
    return surgery.patient(gp, locale=NN)


def borrowed(browser: Browser) -> list[Element]:
    """The parts of the page that are marked as another language's."""
    return [e for e in browser.page.root.iter() if e.get("data-borrowed") is not None]


def walks(browser: Browser) -> dict[str, list[Element]]:
    """Go through module 1 and return what was borrowed, by step."""
    met: dict[str, list[Element]] = {}
    browser.opens("/modules/link/welcome")
    while browser.path != "/modules/link/done":
        step = browser.path.partition("?")[0].split("/")[3]
        if browser.path.endswith("/rest"):
            browser.follows("Go on")
            continue
        assert (browser.status, browser.page.language) == (200, NN)
        assert (PAGE_SAYS in browser.text) == bool(borrowed(browser)), browser.path
        met.setdefault(step, []).extend(borrowed(browser))
        fills_in(browser).presses("Save and continue")
    return met


class TestModule1:
    def test_marks_what_is_not_translated_and_nothing_else(self, comes: Comes, patient: Patient) -> None:
        met = walks(comes(patient))

        assert len(met) == 14
        assert {step for step, marked in met.items() if marked} == {LEFT_OUT, "how-are-you"}
        assert {e.get("lang") for marked in met.values() for e in marked} == {"nb"}
        paragraphs = [words(e) for e in met["how-are-you"] if e.tag == "div"]
        assert [text for text in paragraphs if text.startswith(A_LINE)] != []

    def test_is_read_in_the_words_of_the_language(
        self, comes: Comes, patient: Patient, folder: Folder
    ) -> None:
        browser = comes(patient).opens("/modules/link/goals")
        title = folder.read("nb/modules/link/goals.md").split("\n")[1].removeprefix("title: ")

        assert words(browser.page.root.find(".//h1")) == nynorsk(title)
        assert borrowed(browser) == []

    def test_has_a_title_that_is_marked_in_the_page_and_plain_in_its_head(
        self, comes: Comes, patient: Patient
    ) -> None:
        browser = comes(patient).opens("/modules/activities")

        assert browser.page.root.find(".//h1/span[@data-borrowed]") is not None
        assert "<" not in browser.page.title


class TestAListToChooseFrom:
    """An option can hold no mark within, so it carries the mark itself."""

    @pytest.fixture
    def folder(self, folder: Folder) -> Folder:
        folder.delete(f"{NN}/tools/activity.md")
        return folder

    def test_marks_the_options_that_are_borrowed(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/modules/activities/when-where-whom")

        options = [e for e in borrowed(browser) if e.tag == "option"]
        assert {e.get("lang") for e in options} == {"nb"}
        assert "Om morgenen" in {words(e) for e in options}
        assert "Ingen dag valgt" not in {
            words(e) for e in options
        }  # the interface says by itself what it lacks


class TestInterface:
    def test_says_what_has_words_and_borrows_the_rest(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/home")

        assert "Verktøykassa" in [words(link) for link in browser.page.root.iter("a")]
        assert ">Lagre" in browser.opens("/modules/link/goals").html
        assert browser.html.count(FOOT_SAYS) == 1

    def test_is_silent_about_what_comes_with_the_application(self, comes: Comes) -> None:
        for language in ("nb", "en"):
            page = comes(language=language).opens("/")
            assert page.page.language == language
            assert "borrowing" not in page.html

    def test_writes_days_as_the_language_does(self, comes: Comes, surgery: Surgery, patient: Patient) -> None:
        has_done(surgery, patient)

        assert re.search(r"(?:mån|tys|ons|tors|fre|laur|sun)dag \d+\. ", comes(patient).opens("/home").text)

    def test_is_chosen_by_a_browser_that_asks_for_it(self, comes: Comes) -> None:
        assert comes(language="nn-NO,nb;q=0.8").opens("/").page.language == NN
        assert comes(language="da").opens("/").page.language == "nb"


class TestDoctor:
    def test_reads_the_patients_page_with_marks(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        doctor = surgery.gp(locale=NN)
        followed = surgery.patient(doctor, locale=NN)
        has_done(surgery, followed)
        browser = comes(doctor).opens(f"/gp/patients/{followed.enrolment_id}")

        assert {e.get("lang") for e in borrowed(browser)} == {"nb"}
        assert PAGE_SAYS in browser.text
        assert "data-borrowed" not in browser.opens(f"{browser.path}/note.txt").html

    def test_and_patient_come_all_the_way_in(self, comes: Comes, surgery: Surgery) -> None:
        people = People(comes, surgery, NN)
        people.gp_activates()

        assert people.patient_joins(people.gp_invites()).page.language == NN


@pytest.mark.parametrize("guide", ["nb", "en"])
class TestGuide:
    def test_is_followed_to_the_letter(
        self, guide: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = (GUIDE / guide / "languages.md").read_text(encoding="utf-8")
        folder = Folder.copied(REAL, tmp_path / "work" / "content")
        monkeypatch.chdir(folder.path.parent)
        assert f"```text\n{LINES}\n```" in text
        folder.edit("nb/programme.md", "languages: nb, en", LINES)
        making, *others = [command for block in COMMANDS.findall(text) for command in block.splitlines()]
        _runs(making)
        for key in WHOLE:  # where the author writes
            folder.write(f"{NN}/{key}", translated(folder, key))
        *_, checked, status = map(_runs, others)

        assert "error[" not in checked
        assert "14 files in this folder have no Norwegian Nynorsk words yet." in checked
        assert "nn: " in status

    def test_shows_lines_as_the_command_writes_them(self, guide: str, tmp_path: Path) -> None:
        text = (GUIDE / guide / "languages.md").read_text(encoding="utf-8")
        result = CliRunner().invoke(main, ["content", "interface", NN, str(tmp_path)])

        assert result.exit_code == 0
        wanted = '# nb: Fortsett\nmsgid "Continue"\nmsgstr "'
        assert wanted in text
        assert wanted in (tmp_path / NN / "interface.po").read_text(encoding="utf-8")


def _runs(command: str) -> str:
    """Run one line of the guide, here."""
    name, *arguments = shlex.split(command)
    assert name == "selfhelp"
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output
