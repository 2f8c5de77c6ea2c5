"""What was written is found again by a search, changed where it stands, and taken along as a file."""

import base64
import json
from pathlib import Path

import pytest

from browser.house import House
from browser.person import Arrives, Person, Way

pytestmark = pytest.mark.browser

WROTE = {"nb": "Gå på kafé med Åse", "en": "Go to the café with Åse"}
FIND = {"nb": "kafe ase", "en": "CAFE ASE"}
MARKED = {"nb": ["kafé", "Åse"], "en": ["café", "Åse"]}
LATER = {"nb": "Gå på kino med Åse", "en": "Go to the cinema with Åse"}


def downloads(patient: Person, words: str) -> tuple[str, str]:
    """The name and the text of a file that is saved."""
    with patient.page.expect_download() as waiting:
        patient.taps(words)
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_text("utf-8")


def searches(patient: Person, words: str) -> Person:
    return patient.writes("Find words you have written", words).presses("Search")


@pytest.mark.parametrize(
    "way",
    [
        Way("nb", width=320, scheme="dark"),
        Way("en"),
        Way("nb", script=False),
        Way("en", script=False, width=360),
    ],
    ids=str,
)
def test_what_was_written_is_found_changed_and_taken_along(
    way: Way, house: House, arrives: Arrives, at_home: str
) -> None:
    wrote, later = WROTE[way.locale], LATER[way.locale]
    patient = arrives(way).is_in(at_home).menu("My workbook")
    assert patient.finds("h1").inner_text() == patient.says("My workbook")
    patient.opens("/modules/link/goals")
    patient.finds('[name="q.goal-1"]').fill(wrote)
    patient.presses("Save and continue")

    searches(patient.menu("My workbook"), FIND[way.locale])
    assert patient.finds("mark").all_inner_texts() == MARKED[way.locale]
    assert patient.path == "/workbook"

    patient.leads_on(patient.page.get_by_role("link", name=patient.says("Change or add")))
    assert patient.finds('[name="q.goal-1"]').input_value() == wrote
    patient.finds('[name="q.goal-1"]').fill(later)
    patient.presses("Save and continue")
    patient.menu("My workbook").presses(house.module(way.locale).title).reads(later)

    name, page = downloads(patient.menu("My workbook"), "A file to read")
    assert name.endswith(".html")
    assert later in page
    assert wrote not in page
    name, data = downloads(patient, "A file for other programs")
    assert name.endswith(".json")
    pieces = json.loads(data)["parts"][0]["pieces"]
    assert later in [line["answered"] for piece in pieces for line in piece["lines"]]


def test_the_file_to_read_needs_nothing_else(arrives: Arrives, at_home: str) -> None:
    patient = arrives(Way("en")).is_in(at_home).opens("/modules/link/goals")
    patient.finds('[name="q.goal-1"]').fill(WROTE["en"])
    patient.presses("Save and continue").opens("/workbook")
    _, page = downloads(patient, "A file to read")

    patient.context.set_offline(True)
    kept = base64.b64encode(page.encode()).decode()
    patient.page.goto(f"data:text/html;charset=utf-8;base64,{kept}")

    patient.reads(WROTE["en"])
    left = patient.finds(".own-words").evaluate("words => getComputedStyle(words).borderLeftWidth")
    assert left == "4px"
    patient.is_clear_to_all()
