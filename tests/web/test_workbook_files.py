"""The workbook as files to keep: whole, with nothing beside them, after a fresh log-in."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apps import Comes
from pages import Browser
from people import PASSPHRASE, Gp, Patient, Surgery
from sqlalchemy import update
from sqlalchemy.orm import Session

from selfhelp.care.access_log import Head
from selfhelp.records.people import Login
from web.test_workbook import browser

__all__ = ["browser"]
FILES = ("/workbook/file.html", "/workbook/file.json", "/workbook/sheet.pdf")


@pytest.fixture
def late(browser: Browser, surgery: Surgery) -> Browser:
    """The same browser, a quarter of an hour after the log-in."""
    with Session(surgery.engine) as session:
        began = datetime.now(UTC) - timedelta(minutes=15, seconds=5)
        session.execute(update(Login).values(created_at=began))
        session.commit()
    return browser


class TestTheFiles:
    @pytest.mark.parametrize("path", FILES)
    def test_take_a_fresh_log_in_and_lead_back(self, late: Browser, patient: Patient, path: str) -> None:
        assert late.opens("/workbook").path == "/workbook"

        late.opens(path)

        assert late.path.startswith("/log-in?")
        assert "kollokviet" not in late.html
        late.saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})
        assert late.path in {"/workbook", "/workbook/sheet"}
        assert late.client.get(path, headers=late.headers).status_code == 200

    @pytest.mark.parametrize(("ending", "kind"), [("html", "text/html"), ("json", "application/json")])
    def test_are_kept_nowhere_under_a_name_that_tells_nothing(
        self, browser: Browser, ending: str, kind: str
    ) -> None:
        response = browser.client.get(f"/workbook/file.{ending}", headers=browser.headers)

        assert response.mimetype == kind
        named = rf"attachment; filename=20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}\.{ending}"
        assert re.fullmatch(named, response.headers["Content-Disposition"])
        assert response.headers["Cache-Control"] == "no-store"

    def test_to_read_needs_nothing_else(self, browser: Browser) -> None:
        page = browser.opens("/workbook/file.html").page
        named = (one.get(name, "") for one in page.root.iter() for name in ("href", "src", "action"))
        addresses = [one for one in named if one]

        assert page.language == "nb"
        assert "Være med på kollokviet" in page.text
        assert all(one.startswith("#") for one in addresses)
        ids = {one.get("id") for one in page.root.iter() if one.get("id")}
        assert {one[1:] for one in addresses} <= ids
        assert not list(page.root.iter("script"))
        assert "url(" not in page.html
        assert "@import" not in page.html

    def test_tell_who_may_look_and_who_has(
        self, comes: Comes, gp: Gp, patient: Patient, browser: Browser
    ) -> None:
        comes(gp).opens(f"/gp/patients/{patient.enrolment_id}")

        read = browser.opens("/workbook/file.html").text
        told = json.loads(browser.opens("/workbook/file.json").html)

        assert "Kari Lege" in read
        assert browser.says("The page for the appointment") in read
        assert [one["what"] for one in told["looks"]] == ["follow-up", "list"]
        [link] = told["sharing"]
        assert (link["doctor"], link["ended_at"]) == ("Kari Lege", None)
        assert {one["id"] for one in link["shares"]} == {"progress", "scores", "card", "answers"}
        assert told["log_head"] in read
        assert Head.read(told["log_head"]).seq == 2

    def test_of_who_is_here_alone_say_that_nobody_looks(self, comes: Comes, surgery: Surgery) -> None:
        alone = comes(surgery.alone())

        assert alone.says("No doctor sees what is here.") in alone.opens("/workbook/file.html").text
        told = json.loads(alone.opens("/workbook/file.json").html)
        assert (told["parts"], told["sharing"], told["looks"]) == ([], [], [])

    def test_as_data_hold_questions_answers_days_and_what_is_stored(self, browser: Browser) -> None:
        told = json.loads(browser.opens("/workbook/file.json").html)
        part = next(one for one in told["parts"] if one["id"] == "module-link")
        piece = next(one for one in part["pieces"] if "goal-1" in one["saved"])
        line = piece["lines"][0]

        assert (told["format"], told["version"], told["language"]) == ("selfhelp-workbook", 1, "nb")
        assert (line["id"], line["asked"]) == ("goal-1", "Hva vil du ha annerledes?")
        assert line["answered"] == piece["saved"]["goal-1"]
        assert piece["lines"][1]["answered"] == "2 av 10"
        assert datetime.fromisoformat(told["made_at"]).tzinfo
        assert datetime.fromisoformat(line["on"])
        assert told["progress"][0]["module"] == "link"


def test_the_documented_shape_is_the_one_that_is_written(browser: Browser) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "download.md").read_text("utf-8")
    told = json.loads(browser.opens("/workbook/file.json").html)
    part = told["parts"][0]
    piece = part["pieces"][0]
    keys = {*told, *part, *piece, *piece["lines"][0], *told["progress"][0], *told["sharing"][0]}

    assert {key for key in keys if f"`{key}`" not in guide} == set()
