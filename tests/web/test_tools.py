"""The toolbox and the page of a tool: by week, what the entries show, and a sheet."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Patient, Surgery, shipped_catalogue
from pypdf import PdfReader

from selfhelp.care.days import day_of
from web.filling import has_done
from web.test_whole_way import on_the_gps_page
from web.written import whole, write

TOOLS = shipped_catalogue()["nb"].tools
WALK: dict[str, Any] = {"what": "Gå til brua", "guess": 2}


def activities(surgery: Surgery, patient: Patient, *numbers: tuple[int, int]) -> None:
    for number, (guess, pleasure) in enumerate(numbers):
        entry = {"what": f"Tur {number}", "guess": guess, "done": "yes", "pleasure": pleasure}
        write(surgery, patient, "activity", entry, surgery.now - timedelta(minutes=number))


def headings(browser: Browser) -> list[str]:
    return ["".join(h.itertext()).strip() for h in browser.page.root.iter("h3")]


def pictures(browser: Browser) -> list[Element]:
    svg = "{http://www.w3.org/2000/svg}svg"
    return [one for figure in browser.page.root.iter("figure") for one in figure.iter(svg)]


class TestTheForm:
    def test_is_headed_by_its_tool_while_the_tab_tells_nothing(self, comes: Comes, patient: Patient) -> None:
        page = comes(patient).opens("/toolbox/chain/new").page

        assert ["".join(one.itertext()) for one in page.root.iter("h1")] == ["Ny: Kjeden"]
        assert page.title.startswith("Et verktøy – ")


class TestTheToolbox:
    def test_shows_in_the_programmes_order_what_has_been_met_with_number_day_and_module(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        has_done(surgery, patient)

        text = comes(patient).opens("/toolbox").text

        assert text.index("Kjeden") < text.index("Den lille tingen") < text.index("Trygghetsplanen min")
        assert "Modul 1" in text
        assert "1 i alt, sist " in text
        assert "Tankeskjema" not in text
        assert "Modul 2" not in text


class TestByWeek:
    def test_names_the_weeks_and_the_newest_comes_first(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        for weeks in (0, 1, 3):
            write(
                surgery,
                patient,
                "chain",
                {"event": f"Uke {weeks} siden"},
                surgery.now - timedelta(weeks=weeks),
            )

        browser = comes(patient).opens("/toolbox/chain")

        third = day_of(surgery.now) - timedelta(weeks=3)
        year = "" if third.isocalendar().year == day_of(surgery.now).isocalendar().year else f", {third.year}"
        assert headings(browser) == ["Denne uka", "Forrige uke", f"Uke {third.isocalendar().week}{year}"]

    def test_stays_bounded_with_a_way_to_what_is_older(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        for weeks in range(9):
            write(surgery, patient, "chain", {"event": f"Nr. {weeks}"}, surgery.now - timedelta(weeks=weeks))

        browser = comes(patient).opens("/toolbox/chain")
        assert len(headings(browser)) == 8
        assert "Nr. 8" not in browser.text
        browser.follows("Older")
        assert "Nr. 8" in browser.text
        assert "Nr. 0" in browser.follows("Newer").text
        assert [browser.opens(f"/toolbox/chain?page={page}").status for page in ("0", "3")] == [404, 404]

    def test_has_no_weeks_where_they_mean_nothing(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        for weeks in (0, 9):
            at = surgery.now - timedelta(weeks=weeks)
            write(surgery, patient, "people", {"who": f"Kusine {weeks}"}, at)

        browser = comes(patient).opens("/toolbox/people")

        assert headings(browser) == []
        rows = [row for row in browser.page.root.iter("tr") if "Kusine" in "".join(row.itertext())]
        assert len(rows) == 2


class TestWhatTheEntriesShow:
    def test_is_a_sentence_a_picture_and_a_table_of_both_numbers(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        activities(surgery, patient, (2, 4), (2, 5))
        write(surgery, patient, "activity", WALK, surgery.now)

        browser = comes(patient).opens("/toolbox/activity")

        assert "I snitt har du gjettet 2 for glede, og det ble 4,5." in browser.text
        assert "3 i alt, og 2 av dem er gjort." in browser.text
        (picture,) = pictures(browser)
        assert picture.get("role") == "img"
        assert "2 → 4" in "".join(picture.itertext())
        english = browser.presses("en").opens("/toolbox/activity").text
        assert "On average you have guessed 2 for pleasure, and it came to 4.5." in english

    def test_is_no_mean_and_no_picture_of_one_entry(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        activities(surgery, patient, (2, 4))

        browser = comes(patient).opens("/toolbox/activity")

        assert "I snitt" not in browser.text
        assert pictures(browser) == []

    def test_blames_nobody_where_it_gave_less_than_was_guessed(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        activities(surgery, patient, (5, 2), (5, 3))

        assert "Gleden kommer ofte senere enn mestringen" in comes(patient).opens("/toolbox/activity").text


class TestTheViews:
    def test_put_numbers_that_are_compared_side_by_side(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        entry = {"thought": "Alt er ødelagt", "belief": 90, "belief-after": 55}
        write(surgery, patient, "thought-record", entry, surgery.now)

        browser = comes(patient).opens("/toolbox/thought-record")

        assert "Tro på tanken Før: 90 → Etter: 55" in browser.text

    def test_tell_in_words_which_rungs_are_done(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        entry = {"goal": "Synge", "rung-1": "Høre", "rung-2": "Øve", "done": ["r1"]}
        write(surgery, patient, "ladder", entry, surgery.now)

        browser = comes(patient).opens("/toolbox/ladder")

        assert "Høre ✓ gjort Øve" in browser.text


class TestTheSheet:
    @pytest.mark.parametrize(
        "tool_id", ["chain", "thought-record", "ladder", "activity", "people", "safety-plan"]
    )
    def test_comes_as_a_pdf_that_tells_nothing_around_it(
        self, comes: Comes, surgery: Surgery, patient: Patient, tool_id: str
    ) -> None:
        write(surgery, patient, tool_id, whole(TOOLS[tool_id]), surgery.now)
        browser = comes(patient).opens(f"/toolbox/{tool_id}/sheet")
        assert TOOLS[tool_id].title not in browser.page.title

        response = browser.client.get(f"/toolbox/{tool_id}/sheet.pdf", headers=browser.headers)

        assert response.mimetype == "application/pdf"
        assert TOOLS[tool_id].title not in response.headers["Content-Disposition"]
        reader = PdfReader(BytesIO(response.data))
        assert reader.metadata is not None
        assert TOOLS[tool_id].title not in str(reader.metadata.title)
        text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        assert f"{TOOLS[tool_id].title}, til å fylle ut for hånd" in text

    def test_is_an_empty_form_where_nothing_has_been_written(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/toolbox/chain/sheet")

        assert browser.says("What you have written") not in browser.text
        assert "Hva tenkte du akkurat da?" in browser.text

    def test_shows_nobody_elses(self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient) -> None:
        write(surgery, surgery.patient(gp), "chain", {"event": "Hos en annen"}, surgery.now)

        assert "Hos en annen" not in comes(patient).opens("/toolbox/chain/sheet").text


class TestTheNumberForTheDoctor:
    def test_stands_beside_the_home_practice_and_in_the_note_and_only_where_progress_is_shared(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient
    ) -> None:
        browser = comes(patient)
        browser.opens("/modules/activities/home-practice").saves({"q.practice": "main"})
        later = surgery.now + timedelta(minutes=1)
        before = {"what": "Før øvingen ble valgt", "guess": 9, "done": "yes", "pleasure": 9}
        write(surgery, patient, "activity", before, surgery.now - timedelta(days=1))
        write(surgery, patient, "activity", {**before, "done": "no"}, later)
        for guess, pleasure in ((2, 5), (1, 6)):
            entry = {"what": "Tur", "guess": guess, "done": "yes", "pleasure": pleasure}
            write(surgery, patient, "activity", entry, later)
        doctor, path = comes(gp), f"/gp/patients/{patient.enrolment_id}"

        told = "glede 5,5 (gjettet 1,5)"
        assert told in on_the_gps_page(doctor.opens(path))
        note = doctor.opens(f"{path}/note.txt").page.html
        assert told in " ".join(note.split())

        browser.opens("/sharing").fills({"share": ["card"]}).presses("Save")
        assert told not in on_the_gps_page(doctor.opens(path))
        assert told not in " ".join(doctor.opens(f"{path}/note.txt").page.html.split())
