"""What is written in the toolbox and on the card is saved at once; what cannot be saved erases nothing."""

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Surgery

JSON = {"Accept": "application/json"}
TOO_LONG = "x" * 5000


@pytest.fixture
def browser(comes: Comes, surgery: Surgery, gp: Gp) -> Browser:
    return comes(surgery.patient(gp))


def autosaves(browser: Browser, typed: dict[str, str]) -> dict[str, object]:
    """Do what the page's script does after a change, and return what it hears."""
    action = browser.path
    form = browser.fills(typed).main_form()
    sent = form.data() | typed
    target = form.element.get("action") or action
    answer = browser.client.post(target, data=sent, headers=JSON | browser.headers).get_json()
    assert isinstance(answer, dict)
    return answer


class TestAnEntryOfTheToolbox:
    def test_is_kept_while_it_is_written_and_once(self, browser: Browser) -> None:
        browser.opens("/toolbox/chain/new")
        heard = autosaves(browser, {"q.entry.event": "Bussen gikk fra meg"})
        again = autosaves(browser, {"q.entry.event": "Bussen gikk fra meg i dag"})

        assert (heard["revision"], again["revision"]) == ("1", "2")
        assert str(heard["saved"]).startswith("Lagret ")
        browser.opens("/toolbox/chain")
        assert browser.text.count("Bussen gikk fra meg i dag") == 1

    def test_keeps_what_was_saved_when_a_new_text_is_too_long(self, browser: Browser) -> None:
        browser.opens("/toolbox/chain/new").saves({"q.entry.event": "Bussen gikk fra meg"})
        links = [link.get("href", "") for link in browser.page.root.iter("a")]
        browser.opens(
            next(link for link in links if link.startswith("/toolbox/chain/") and link[-3:] != "new")
        )
        heard = autosaves(browser, {"q.entry.event": TOO_LONG})

        assert list(heard["errors"]) == ["q.entry.event"]  # type: ignore[call-overload]
        assert "Bussen gikk fra meg" in browser.opens("/toolbox/chain").text

    def test_stays_in_its_field_when_it_is_too_long(self, browser: Browser) -> None:
        browser.opens("/toolbox/chain/new").saves({"q.entry.event": TOO_LONG})

        assert browser.status == 422
        assert TOO_LONG in browser.html

    def test_answers_once_with_the_patients_own_numbers(self, browser: Browser) -> None:
        browser.opens("/toolbox/activity/new").saves({"q.entry.what": "Gå til naustet", "q.entry.guess": "2"})
        links = [link.get("href", "") for link in browser.page.root.iter("a")]
        entry = next(one for one in links if one.startswith("/toolbox/activity/") and one[-3:] != "new")
        browser.opens(entry)
        autosaves(browser, {"q.entry.pleasure": "6"})
        browser.saves({"q.entry.pleasure": "6"})

        assert browser.path == entry
        assert "Du gjettet 2 for glede, og du satte 6 etterpå." in browser.text
        browser.saves({})
        assert browser.path == "/toolbox/activity"


class TestTheCard:
    def test_is_kept_while_it_is_written(self, browser: Browser) -> None:
        browser.opens("/card")
        heard = autosaves(browser, {"q.card.text": "Møtet på mandag"})

        assert heard["revision"] == "1"
        assert "Møtet på mandag" in browser.opens("/card").html

    def test_keeps_its_words_when_the_date_cannot_be_read(self, browser: Browser) -> None:
        browser.opens("/card").saves({"q.card.text": "Møtet på mandag"})
        browser.opens("/card").saves({"q.card.text": "Møtet på tirsdag", "q.card.date": "i morgen"})

        assert browser.status == 422
        assert "i morgen" in browser.html
        assert "Møtet på tirsdag" in browser.opens("/card").html


class TestAStep:
    def test_is_found_again_on_its_very_page(self, browser: Browser) -> None:
        answers = {f"q.phq.{item}": "0" for item in range(1, 10)}
        browser.opens("/modules/link/how-are-you").saves(answers)
        assert browser.path.endswith("part=2")

        browser.opens("/home").follows("Continue")

        assert browser.path == "/modules/link/how-are-you?part=2"

    def test_keeps_what_was_typed_when_going_back(self, browser: Browser) -> None:
        browser.opens("/modules/link/goals").fills({"q.goal-1": "Være mer ute"}).presses("Back")

        assert browser.path == "/modules/link/how-are-you?part=3"
        assert "Være mer ute" in browser.opens("/modules/link/goals").html

    def test_goes_on_when_enter_is_pressed(self, browser: Browser) -> None:
        """Enter presses the form's first button, which must not be the language's."""
        browser.opens("/modules/link/welcome")
        first = browser.main_form().buttons()[0]

        assert first.get("name") is None
