"""Two windows on one page, without a script and with one: both texts are kept, shown, and chosen between."""

from datetime import UTC, datetime, timedelta

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Surgery

from web.test_saving_everywhere import autosaves

FIRST, SECOND = "Skrevet på telefonen", "Skrevet på pc-en"
BOTH = "You have written here in two windows"
STEP, CARD = ("/modules/link/goals", "q.goal-1"), ("/card", "q.card.text")
ENTRY = "q.entry.event"


@pytest.fixture
def browser(comes: Comes, surgery: Surgery, gp: Gp) -> Browser:
    return comes(surgery.patient(gp))


@pytest.fixture
def entry(browser: Browser) -> tuple[str, str]:
    """The page of an entry that is there already."""
    browser.opens("/toolbox/chain/new").saves({ENTRY: "Mandag"})
    links = [link.get("href", "") for link in browser.page.root.iter("a")]
    return next(link for link in links if link.startswith("/toolbox/chain/") and link[-3:] != "new"), ENTRY


@pytest.fixture(params=["step", "card", "entry"])
def place(request: pytest.FixtureRequest, entry: tuple[str, str]) -> tuple[str, str]:
    """A page's address, and the field that is written in."""
    return {"step": STEP, "card": CARD, "entry": entry}[request.param]


def value(browser: Browser, field: str) -> str:
    control = next(c for form in browser.page.forms() for c in form.controls(field))
    return (control.text or control.get("value") or "").strip()


def both(browser: Browser, place: tuple[str, str]) -> Browser:
    """Two windows opened on one thing; the first saves, then the second."""
    path, field = place
    second = browser.window().opens(path)
    browser.opens(path).saves({field: FIRST})
    return second.saves({field: SECOND})


class TestTwoWindows:
    def test_show_both_texts_and_keep_them_when_the_page_is_left(
        self, browser: Browser, place: tuple[str, str]
    ) -> None:
        second = both(browser, place)
        assert second.status == 409

        for page in (second, browser.window().opens(place[0])):
            assert page.says(BOTH) in page.text
            assert FIRST in page.text
            assert value(page, place[1]) == SECOND

    def test_let_what_was_saved_first_stand(self, browser: Browser, place: tuple[str, str]) -> None:
        page = both(browser, place).presses("Keep what was saved first")

        assert (page.status, page.path) == (200, place[0])
        assert page.says(BOTH) not in page.text
        assert value(page, place[1]) == FIRST

    def test_let_the_other_text_win(self, browser: Browser, place: tuple[str, str]) -> None:
        both(browser, place).saves({place[1]: f"{SECOND}, og mer"})

        page = browser.opens(place[0])
        assert page.says(BOTH) not in page.text
        assert value(page, place[1]) == f"{SECOND}, og mer"

    def test_keep_a_text_that_came_in_the_background(self, browser: Browser, place: tuple[str, str]) -> None:
        path, field = place
        second = browser.window().opens(path)
        browser.opens(path).saves({field: FIRST})
        assert autosaves(second, {field: SECOND})["conflict"] is True

        page = browser.opens(path)
        assert page.says(BOTH) in page.text
        assert value(page, field) == SECOND

    def test_keep_both_while_the_page_that_shows_them_is_written_on(
        self, browser: Browser, place: tuple[str, str]
    ) -> None:
        second = both(browser, place)
        assert "conflict" not in autosaves(second, {place[1]: f"{SECOND}, og mer"})

        page = browser.opens(place[0])
        assert FIRST in page.text
        assert value(page, place[1]) == f"{SECOND}, og mer"

    def test_press_no_choice_by_enter(self, browser: Browser, place: tuple[str, str]) -> None:
        second = both(browser, place)

        assert second.main_form().buttons()[0].get("name") is None

    @pytest.mark.parametrize(("field", "other"), [(CARD[1], "q.card.date"), (ENTRY, "q.entry.thought")])
    def test_keep_what_was_typed_also_where_it_cannot_be_saved(
        self, browser: Browser, entry: tuple[str, str], field: str, other: str
    ) -> None:
        path = CARD[0] if field == CARD[1] else entry[0]
        second = browser.window().opens(path)
        browser.opens(path).saves({field: FIRST})
        wrong = "i morgen" if other.endswith("date") else "x" * 5000
        second.saves({field: SECOND, other: wrong})

        assert second.status == 409
        assert (value(second, field), value(second, other)) == (SECOND, wrong)


class TestADayThatHasPassed:
    @pytest.mark.parametrize("path", ["/card", "/modules/link/home-practice?part=3"])
    def test_is_told_with_all_that_was_typed_kept(self, browser: Browser, path: str) -> None:
        field = next(
            name
            for form in browser.opens(path).page.forms()
            for name in form.names()
            if name.endswith(".date")
        )
        past = (datetime.now(UTC) - timedelta(days=400)).date().isoformat()
        browser.saves({field: past, field.replace("date", "text"): FIRST})

        assert browser.status == 422
        assert (
            browser.says("This date has passed. Choose today or a later day, or leave it empty.")
            in browser.text
        )
        assert value(browser, field) == past
        assert value(browser.opens(path), field.replace("date", "text")) == FIRST
