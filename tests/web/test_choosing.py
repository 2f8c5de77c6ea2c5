"""Choosing what the doctor may see: the very page stands there before anything is saved."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from apps import Comes, made, publishes, shut
from content.folders import REAL, Folder
from flask import Flask
from forms import words
from house.watching import WRITES, dump, statements
from pages import Browser
from people import EVERYTHING, Gp, Patient, Surgery
from sqlalchemy import text
from sqlalchemy.orm import Session

from selfhelp.care import sharing
from selfhelp.settings import Settings
from web.filling import has_done
from web.test_whole_way import TEXT, on_the_gps_page, writes_card

LOOK = "Show the page with these choices"
FILLS = "It is nearly empty now, and fills as you work through the programme."
AGAIN = "We ask you again, because what can be shown has changed since you last agreed."
SAVED_BY = {"/consent": "Share only what I have ticked", "/sharing": "Save"}
A_NEW_PART = {
    "nb": "\n::: share letters\ntitle: Brevene\n\nLegen ser brevene dine.\n\n:::\n",
    "en": "\n::: share letters\ntitle: The letters\n\nYour doctor sees your letters.\n\n:::\n",
}


@pytest.fixture
def new(surgery: Surgery, gp: Gp) -> Patient:
    """Someone who has not agreed to anything yet."""
    return surgery.patient(gp, note="rød lue", shares=(), consented=False)


@pytest.fixture(params=SAVED_BY)
def page(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def chooser(surgery: Surgery, page: str, new: Patient, patient: Patient) -> Patient:
    """The patient who meets this page, with much that could be shown."""
    who = new if page == "/consent" else patient
    has_done(surgery, who)
    return who


@pytest.fixture
def grown(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The programme with one part more that can be shown, and the question raised anew."""
    folder = Folder.copied(REAL, tmp_path / "content")
    folder.edit("nb/programme.md", "consent-version: 3", "consent-version: 4")
    for locale, block in A_NEW_PART.items():
        folder.write(f"{locale}/programme.md", folder.read(f"{locale}/programme.md") + block)
    publishes(settings, folder.path)
    yield (app := made(replace(settings, content=folder.path)))
    shut(app)


Shared = Callable[[Patient], set[str] | None]


@pytest.fixture
def shared(session: Session) -> Shared:
    """What a patient shares; None where sharing has ended."""

    def shared(patient: Patient) -> set[str] | None:
        session.rollback()
        link = sharing.my_link(session, patient.enrolment_id)
        assert link is not None
        return None if link.ended_at else set(link.shares)

    return shared


def ticks(browser: Browser) -> set[str]:
    return set(browser.main_form().data().get("share", []))


def preview(browser: Browser) -> str:
    return words(browser.page.root.find(".//div[@class='preview']"))


class TestLooking:
    def test_shows_the_page_with_what_is_ticked_and_keeps_the_ticks(
        self, comes: Comes, page: str, chooser: Patient
    ) -> None:
        browser = comes(chooser).opens(page)
        assert "PHQ-9" in preview(browser)

        browser.fills({"share": ["progress", "card"]}).presses(LOOK)

        assert (browser.status, browser.path, ticks(browser)) == (200, page, {"progress", "card"})
        assert "PHQ-9" not in preview(browser)
        assert "14 av 14 steg" in preview(browser)

    def test_writes_nothing(
        self, app: Flask, comes: Comes, page: str, chooser: Patient, shared: Shared
    ) -> None:
        browser = comes(chooser).opens(page).fills({"share": ["progress"]})
        before, shared_before = dump(app), shared(chooser)

        with statements(app) as sent:
            browser.presses(LOOK)

        assert [one for one in sent if one.startswith(WRITES)] == []
        assert (dump(app), shared(chooser)) == (before, shared_before)

    def test_waits_for_nobody_who_writes(
        self, comes: Comes, page: str, chooser: Patient, surgery: Surgery
    ) -> None:
        browser = comes(chooser).opens(page)

        with Session(surgery.engine) as writing:
            writing.execute(text("select 'the lock is taken'"))
            assert browser.presses(LOOK).status == 200

    @pytest.mark.parametrize(
        "parts", [(), ("progress",), ("scores", "answers"), ("card",), EVERYTHING], ids=str
    )
    def test_is_byte_for_byte_what_the_doctor_reads_once_it_is_saved(
        self, comes: Comes, page: str, chooser: Patient, gp: Gp, parts: tuple[str, ...]
    ) -> None:
        browser = comes(chooser).opens(page).fills({"share": list(parts)}).presses(LOOK)
        looked_at = browser.html

        browser.presses(SAVED_BY[page])

        fragment = on_the_gps_page(comes(gp).opens(f"/gp/patients/{chooser.enrolment_id}"))
        assert fragment.endswith("</div>")
        assert fragment in looked_at

    def test_passes_over_a_part_the_programme_does_not_have(
        self, comes: Comes, page: str, chooser: Patient
    ) -> None:
        browser = comes(chooser).opens(page)
        sent = {**browser.main_form().data(), "share": ["progress", "made-up"], "go": "look"}

        assert ticks(browser.posts(page, sent)) == {"progress"}


class TestConsent:
    def test_begins_with_nothing_ticked_and_the_page_as_it_would_be_with_everything(
        self, comes: Comes, surgery: Surgery, new: Patient
    ) -> None:
        has_done(surgery, new)
        browser = comes(new)

        assert (browser.path, ticks(browser)) == ("/consent", set())
        assert "PHQ-9" in preview(browser)
        assert browser.says(AGAIN) not in browser.text

    def test_is_given_to_everything_by_one_button(self, comes: Comes, new: Patient, shared: Shared) -> None:
        browser = comes(new).presses("Share everything and go on")

        assert (browser.path, shared(new)) == ("/home", set(EVERYTHING))

    def test_is_given_to_nothing_by_the_other(self, comes: Comes, new: Patient, shared: Shared) -> None:
        browser = comes(new).presses("Share only what I have ticked")

        assert (browser.path, shared(new)) == ("/home", set())

    def test_says_that_the_page_fills_as_long_as_nothing_is_done(
        self, comes: Comes, surgery: Surgery, new: Patient
    ) -> None:
        browser = comes(new)
        assert browser.says(FILLS) in browser.text
        assert browser.says(FILLS) not in preview(browser)

        has_done(surgery, new)

        assert browser.says(FILLS) not in browser.opens("/consent").text

    def test_lets_the_doctor_read_what_is_ticked_from_then_on(
        self, comes: Comes, new: Patient, shared: Shared
    ) -> None:
        browser = comes(new).fills({"share": ["card"]}).presses("Share only what I have ticked")

        assert (browser.path, shared(new)) == ("/home", {"card"})
        assert ticks(browser.opens("/consent")) == {"card"}

    def test_lets_nothing_reach_the_doctor_before_it_is_given(
        self, comes: Comes, surgery: Surgery, gp: Gp, new: Patient, shared: Shared
    ) -> None:
        has_done(surgery, new)
        browser = writes_card(comes(new)).opens("/consent").presses(LOOK)
        assert browser.opens("/sharing").path == "/consent"
        browser.posts("/sharing", {**browser.main_form().data(), "share": list(EVERYTHING)})

        assert (browser.path, shared(new)) == ("/consent", set())
        doctor = comes(gp)
        told = doctor.html + doctor.follows("rød lue").html + doctor.follows("Plain text").html
        assert [word for word in (TEXT, "PHQ-9", "14 av 14") if word in told] == []

    def test_is_not_given_by_a_page_of_someone_who_was_here_before(
        self, comes: Comes, new: Patient, patient: Patient, shared: Shared
    ) -> None:
        left_open, browser = comes(patient).opens("/consent"), comes(new)
        sent = {**left_open.main_form().data(), "csrf_token": browser.token()}

        assert browser.posts("/consent", sent).status == 401
        assert shared(new) == set()


class TestSharing:
    def test_says_what_is_not_saved_yet(self, comes: Comes, patient: Patient, shared: Shared) -> None:
        not_saved = "These choices are not saved yet. Once you save them, this is the page %(name)s can read."
        browser = comes(patient).opens("/sharing")
        said = browser.says(not_saved) % {"name": "Kari Lege"}
        assert said not in browser.text

        assert said in browser.fills({"share": ["card"]}).presses(LOOK).text
        assert said not in browser.presses("Save").text

        assert (ticks(browser), shared(patient)) == ({"card"}, {"card"})


class TestAskingAgain:
    @pytest.fixture
    def before(self, surgery: Surgery, gp: Gp) -> Patient:
        """Someone who agreed to two parts before there was more."""
        return surgery.patient(gp, shares=("progress", "card"))

    def test_starts_from_what_is_shared_now_and_ticks_nothing_new(
        self, comes: Comes, grown: Flask, before: Patient
    ) -> None:
        browser = comes(before, into=grown)

        assert (browser.path, ticks(browser)) == ("/consent", {"progress", "card"})
        assert 'value="letters"' in browser.html
        assert browser.says(AGAIN) in browser.text

    @pytest.mark.parametrize("page", ["/home", "/toolbox", "/modules/link"])
    def test_comes_at_the_next_page_where_one_rests_and_stops_nobody_who_writes(
        self, comes: Comes, grown: Flask, before: Patient, page: str
    ) -> None:
        browser = comes(before, into=grown)

        for writing in ("/modules/link/goals", "/toolbox/chain/new", "/card"):
            assert browser.opens(writing).path.startswith(writing)
        assert browser.opens(page).path == "/consent"

    def test_leaves_the_doctor_what_was_shared_until_it_is_answered(
        self, comes: Comes, grown: Flask, surgery: Surgery, gp: Gp, before: Patient, shared: Shared
    ) -> None:
        has_done(surgery, before)
        path = f"/gp/patients/{before.enrolment_id}"
        doctor = comes(gp, into=grown)
        agreed = on_the_gps_page(doctor.opens(path))

        browser = comes(before, into=grown)

        assert (browser.path, shared(before)) == ("/consent", {"progress", "card"})
        assert on_the_gps_page(doctor.opens(path)) == agreed
        assert ("14 av 14 steg" in agreed, "PHQ-9" in agreed, "Brevene" in agreed) == (True, False, True)
        browser.fills({"share": ["card", "letters"]}).presses("Share only what I have ticked")
        answered = on_the_gps_page(doctor.opens(path))
        assert ("14 av 14 steg" in answered, "Brevene" in answered) == (
            False,
            False,
        )  # not kept back any more
        assert answered in browser.opens("/sharing").html

    @pytest.mark.parametrize("parts", [("progress", "card"), ("card", "letters")], ids=str)
    def test_is_done_once(
        self, comes: Comes, grown: Flask, before: Patient, shared: Shared, parts: tuple[str, ...]
    ) -> None:
        browser = (
            comes(before, into=grown).fills({"share": list(parts)}).presses("Share only what I have ticked")
        )

        assert (browser.path, shared(before)) == ("/home", set(parts))
        assert browser.opens("/home").path == "/home"
        assert browser.says(AGAIN) not in browser.opens("/consent").text

    def test_keeps_nobody_from_sharing_less_meanwhile(
        self, comes: Comes, grown: Flask, before: Patient, shared: Shared
    ) -> None:
        browser = comes(before, into=grown)
        browser.opens("/sharing").fills({"share": ["card"]}).presses("Save")
        assert shared(before) == {"card"}

        browser.opens("/sharing").presses("Yes, stop sharing")

        assert shared(before) is None

    def test_begins_no_sharing_that_was_ended(
        self, comes: Comes, grown: Flask, before: Patient, shared: Shared
    ) -> None:
        browser = comes(before, into=grown)
        browser.opens("/sharing").presses("Yes, stop sharing").opens("/home")
        assert browser.says("Sharing has ended. No doctor sees what is here.") in browser.text

        browser.presses("Share everything and go on")

        assert (browser.path, shared(before)) == ("/home", None)
