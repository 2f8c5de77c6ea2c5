"""The authors' preview: every page as patients and doctors meet it."""

from pathlib import Path

import pytest
from content.folders import SMALL, Folder

from selfhelp.content.reading import load_catalogue
from web.previewing import GOALS, Author, opened, steps_of


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return opened(Folder.copied(SMALL, tmp_path))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Author:
    """The preview of a shipped module."""
    return opened(Folder.of_one_module(tmp_path_factory.mktemp("content")))


class TestTheMap:
    def test_leads_to_every_step_tool_page_and_lesson_and_to_what_the_doctor_gets(
        self, tmp_path: Path
    ) -> None:
        author = opened(Folder.with_a_course(tmp_path))
        programme = load_catalogue(author.folder.path).source
        modules = [
            f"/see/modules/{one.id}/{step.id}" for one in programme.modules.values() for step in one.steps
        ]
        lessons = [
            f"/see/gp/course/{one.id}/{step.id}" for one in programme.course.values() for step in one.steps
        ]
        doctors = [
            f"/see/{page}/{name}" for name in programme.modules for page in ("gp/modules", "follow-up")
        ]
        others = [
            "/see/toolbox/chain",
            "/see/slip",
            "/see/help-now",
            "/see/before-you-go-on",
            "/see/page/heavy-now",
        ]

        links = author.links()

        assert {*modules, *lessons, *doctors, *others} - set(links) == set()
        assert [link for link in links if author.browser.opens(link).status != 200] == []

    def test_tells_titles_minutes_blocks_and_what_the_doctor_can_get(self, author: Author) -> None:
        text = author.browser.opens("/").text

        assert "Hva vil du ha annerledes? · What do you want to be different?" in text
        assert "Sitting 1 · 14 minutes" in text
        assert "text goal-1 → ask" in text
        assert "New tools: Kjeden" in text

    def test_marks_a_file_with_a_mistake(self, author: Author) -> None:
        author.folder.edit(f"nb/{GOALS}.md", "range: 0-10", "range: 10-0")

        assert "different? 1 mistake" in author.browser.opens("/").text

    def test_speaks_the_authors_language(self, author: Author) -> None:
        assert "Nye verktøy: Kjeden" in author.browser.opens("/?lang=nb").text
        assert "/see/toolbox/chain?lang=nb" in author.links("/?lang=nb")


class TestAPage:
    @pytest.mark.parametrize("how", ["empty", "typical", "extreme", "typical.every"])
    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_of_every_step_can_be_seen_however_it_is_answered(
        self, shipped: Author, language: str, how: str
    ) -> None:
        module = load_catalogue(shipped.folder.path)[language].modules["link"]
        pages = list(steps_of(module, f"{language}.{how}"))

        found = {page: shipped.browser.opens(page).status for page in pages}

        assert len(found) >= len(module.steps)
        assert {page: status for page, status in found.items() if status != 200} == {}

    def test_is_the_patients_own(self, author: Author) -> None:
        page = author.browser.opens(f"/as/en.empty/{GOALS}").page

        assert page.language == "en"
        assert page.title.startswith("Step 1 – ")
        assert "Help now" in page.html

    def test_stands_in_a_frame_for_each_language(self, author: Author) -> None:
        author.browser.opens(f"/see/{GOALS}?answers=extreme&blocks=every&light=dark&script=no&width=phone")
        frames = list(author.browser.page.root.iter("iframe"))

        assert [frame.get("src") for frame in frames] == [
            f"/as/{language}.extreme.every.dark/{GOALS}?part=1" for language in ("nb", "en")
        ]
        assert {frame.get("sandbox") for frame in frames} == {"allow-same-origin allow-forms"}

    def test_keeps_its_switches_in_the_address(self, author: Author) -> None:
        links = author.links(f"/see/{GOALS}?answers=extreme")

        assert f"/see/{GOALS}?answers=extreme&amp;width=phone" in links
        assert f"/see/{GOALS}" in links  # as usual

    def test_is_dark_whatever_the_machine_is_set_to(self, author: Author) -> None:
        styles = {light: author.browser.opens(f"/styles/{light}.css").html for light in ("light", "dark")}

        assert "/styles/dark.css" in author.browser.opens(f"/as/nb.empty.dark/{GOALS}").html
        assert not any("prefers-color-scheme" in written for written in styles.values())
        assert styles["dark"] != styles["light"]

    def test_leads_on_within_its_frame(self, author: Author) -> None:
        browser = author.browser.opens("/as/nb.typical/modules/link/how-are-you")

        assert "/as/nb.typical/help-now" in [
            link.get("href") for link in browser.page.root.iter("a") if link.text == "hjelpesiden"
        ]
        assert browser.opens(f"/as/nb.empty/{GOALS}").saves({"q.goal-1": "Gå tur"}).status == 200
        assert browser.path == "/as/nb.empty/modules/link/people"
        assert "Gå tur" in browser.opens(f"/as/nb.empty/{GOALS}").html  # as long as the preview runs

    def test_changes_its_language(self, author: Author) -> None:
        browser = author.browser

        assert browser.opens(f"/as/nb.typical/{GOALS}").presses("English").path == f"/as/en.typical/{GOALS}"
        assert browser.opens("/as/en.empty/help-now").presses("Norsk bokmål").path == "/as/nb.empty/help-now"

    @pytest.mark.parametrize(
        "path", ["/see/nowhere", "/as/xx.typical/help-now", "/as/nb.no/help-now", "/account"]
    )
    def test_that_is_none_is_told(self, author: Author, path: str) -> None:
        browser = author.browser.opens(path)

        assert browser.status == 404
        assert "not part of the preview" in browser.text


class TestTheAnswers:
    def test_are_none_typical_or_all_there_is(self, author: Author) -> None:
        browser = author.browser
        ticks = {}
        for how in ("empty", "typical", "extreme"):
            inputs = browser.opens(f"/as/nb.{how}/{GOALS}").page.root.iter("input")
            ticks[how] = [
                one.get("value") for one in inputs if one.get("name") == "q.signs" and "checked" in one.attrib
            ]

        assert ticks == {"empty": [], "typical": ["sleep", "sad"], "extreme": ["sleep", "sad", "tired"]}

    def test_follow_another_character_at_the_extreme(self, author: Author) -> None:
        typical, extreme = (
            author.browser.opens(f"/as/nb.{how}/modules/link/people").text for how in ("typical", "extreme")
        )

        assert "Så fint at du er her." in typical
        assert "Så fint at du er her." not in extreme

    def test_are_recalled_in_later_modules(self, author: Author) -> None:
        assert "tanken din" in author.browser.opens("/as/nb.empty/modules/challenge/traps").text
        assert "tanken din" not in author.browser.opens("/as/nb.typical/modules/challenge/traps").text

    def test_reach_the_doctor_as_far_as_the_author_lets_them(self, author: Author) -> None:
        empty, typical = (
            author.browser.opens(f"/as/en.{how}/follow-up/link").text for how in ("empty", "typical")
        )

        assert "Not opened yet" in empty
        assert "4 of 4 steps" in typical
        assert "Three chains" in typical


class TestEveryBlock:
    def test_is_in_sight_under_its_condition(self, shipped: Author) -> None:
        module = load_catalogue(shipped.folder.path)["nb"].modules["link"]
        hidden = [one for one in module.exercises if one.when]

        told = " ".join(shipped.browser.opens(page).text for page in steps_of(module, "nb.empty.every"))

        assert len(hidden) > 10
        assert [one.id for one in hidden if f"↓ when: {one.when}" not in told] == []
        assert [one.id for one in hidden if one.text.html.striptags()[:20] not in told] == []

    def test_of_a_tool_too(self, tmp_path: Path) -> None:
        folder = Folder.copied(SMALL, tmp_path)
        for language in ("nb", "en"):
            when = "when: thought answered\n" if language == "nb" else ""
            tool = folder.read(f"{language}/tools/chain.md")
            folder.write(f"{language}/tools/chain.md", f"{tool}\n::: note seen\n{when}\nSer du?\n\n:::\n")
        browser = opened(folder).browser

        assert "Ser du?" not in browser.opens("/as/nb.empty/toolbox/chain/new").text
        assert (
            "↓ when: thought answered Ser du?" in browser.opens("/as/nb.empty.every/toolbox/chain/new").text
        )
