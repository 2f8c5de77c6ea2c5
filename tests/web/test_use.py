"""The operator's page: the figures of use with table and curves, for nobody but an operator."""

import re
from datetime import UTC, datetime

import pyotp
import pytest
from apps import Comes
from databases import invitations_of
from forms import words
from pages import Browser
from people import Gp, Surgery
from sqlalchemy.orm import Session

from selfhelp.care import accounts
from selfhelp.records.people import Person
from selfhelp.web.operator import use as page
from web.joining import A_CODE, GPS_WORDS
from web.test_activate import secret

NOW = datetime.now(UTC)
SVG = "{http://www.w3.org/2000/svg}"


def invited(surgery: Surgery, gp: Gp, *, september: int = 0, october: int = 0) -> None:
    with Session(surgery.engine) as session:
        doctor = session.get_one(Person, gp.id)
        for month, number in ((9, september), (10, october)):
            session.add_all(invitations_of(doctor, *[datetime(2026, month, 14, 9, tzinfo=UTC)] * number))
        session.commit()


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "now", lambda: datetime(2026, 11, 27, 12, tzinfo=UTC))


@pytest.fixture
def operator(comes: Comes, surgery: Surgery) -> Browser:
    return comes(surgery.operator(locale="en"), language="en")


class TestUse:
    def test_is_where_an_operator_lands_with_passphrase_and_six_digits(self, operator: Browser) -> None:
        assert operator.path == "/use"
        assert operator.opens("/").path == "/use"
        assert "Fewer than five in each of these months." in operator.text

    def test_shows_the_figures_as_a_table_and_with_a_sentence_a_picture_and_a_table_each(
        self, operator: Browser, surgery: Surgery, gp: Gp
    ) -> None:
        invited(surgery, gp, september=13, october=7)

        root = operator.opens("/use").page.root

        rows = [[words(cell) for cell in row] for row in root.iter("tr")][:13]
        assert rows[0] == [
            "Month",
            "Invited",
            "Started",
            *(f"Module {number} done" for number in (1, 3, 5)),
            "Follow-ups held",
            "Held with a card",
        ]
        assert rows[-2:] == [
            ["September 2026", "10–14", *["<5"] * 6],
            ["October 2026", "5–9", *["<5"] * 6],
        ]
        [figure] = root.iter("figure")  # of what was never five there is no picture
        assert (
            words(figure.find("figcaption")) == "At least 15 in these months. Most in September 2026: 10–14."
        )
        assert [words(label) for label in figure.iter(f"{SVG}text")][-1] == "10–14"
        assert figure.find(f".//{SVG}polyline") is not None
        assert "<5" in [words(cell) for cell in figure.iter("td")]

    def test_is_in_norwegian_too(self, comes: Comes, surgery: Surgery, gp: Gp) -> None:
        invited(surgery, gp, october=12)

        told = comes(surgery.operator()).text

        assert "Minst 10 i disse månedene. Flest i oktober 2026: 10–14." in told

    def test_tells_no_figure_that_is_no_step_of_five(
        self, operator: Browser, surgery: Surgery, gp: Gp
    ) -> None:
        invited(surgery, gp, september=3, october=8)

        cells = {words(cell) for cell in operator.opens("/use").page.root.iter("td")}

        assert cells == {"<5", "5–9"}
        told = re.sub(r"Module \d", "", operator.text)
        assert not re.search(r"\b3\b|\b8\b", told)

    def test_leads_nowhere_else(self, operator: Browser) -> None:
        links = {link.get("href") for link in operator.page.root.iter("a")}

        assert {link for link in links if link and link.startswith("/")} == {
            "/", "/use", "/help-now", "/right-for-me", "/evidence", "/privacy", "/accessibility",
        }  # fmt: skip


class TestTheFirstTime:
    def test_of_an_operator_is_like_a_doctors_and_ends_at_the_figures(
        self, comes: Comes, surgery: Surgery
    ) -> None:
        with Session(surgery.engine) as session:
            new = accounts.add_operator(
                session, user_name="drift", display_name="Dag Drift", locale="nb", now=NOW
            )
            session.commit()
        browser = comes().opens(f"/activate/{new.token}")

        browser.saves({"passphrase": GPS_WORDS, "code": pyotp.TOTP(secret(browser)).now()})

        assert len(A_CODE.findall(browser.html)) == 8
        assert browser.follows("I have the codes on paper").path == "/use"
