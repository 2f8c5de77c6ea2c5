"""PHQ-9 asked again only when 13 days have passed, as the patient meets it, in both languages."""

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Surgery

from web.test_item_nine import phq

AGAIN = "/modules/activities/since-last-time"
WAITS = {"nb": "skjemaet venter til", "en": "the questionnaire waits until"}


@pytest.fixture(params=["nb", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def browser(comes: Comes, surgery: Surgery, gp: Gp, language: str) -> Browser:
    return comes(surgery.patient(gp, locale=language), language=language)


class TestPhqAgain:
    def test_waits_and_holds_nobody_up_where_it_was_just_answered(
        self, browser: Browser, language: str
    ) -> None:
        browser.opens("/modules/link/how-are-you").fills(phq(0)).saves()

        browser.opens(f"{AGAIN}?part=3")

        assert WAITS[language] in browser.text
        assert 'name="q.phq.1"' not in browser.html
        browser.saves()
        assert 'name="part" value="4"' in browser.html

    def test_is_asked_where_it_never_was(self, browser: Browser, language: str) -> None:
        browser.opens(f"{AGAIN}?part=3")

        assert WAITS[language] not in browser.text
        assert 'name="q.phq.1"' in browser.html


class TestVeryHeavy:
    def test_is_not_said_where_only_gaps_could_make_it_so(self, browser: Browser, language: str) -> None:
        said = {"nb": "Svarene dine viser at det er svært tungt", "en": "show that things are very heavy"}
        gentle = {"nb": "Noen svar mangler", "en": "Some answers are missing"}
        gaps = phq(0, rest=2) | {"q.phq.1": "no", "q.phq.2": "no"}
        browser.opens("/modules/link/how-are-you").fills(gaps).saves()

        browser.opens("/modules/link/how-are-you?part=3")

        assert said[language] not in browser.text
        assert gentle[language] not in browser.text  # 12 to 18

        gaps |= {f"q.phq.{item}": "3" for item in (3, 4, 5)}
        browser.opens("/modules/link/how-are-you").fills(gaps).saves()
        browser.opens("/modules/link/how-are-you?part=3")

        assert said[language] not in browser.text
        assert gentle[language] in browser.text  # 15 to 21
        assert 'href="/help-now"' in browser.html
