"""What comes out of a browser's printer: each sheet is one page of A4, with and without scripts."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from browser.house import House
from browser.person import Arrives, Person, Way
from selfhelp.demo import GP_NAME
from selfhelp.demo_answers import CARDS
from selfhelp.demo_patients import DONE, PATIENTS

pytestmark = pytest.mark.browser


def printed(person: Person) -> str:
    """The text on paper, which must be one page; and nothing of the frame around it."""
    reader = PdfReader(BytesIO(person.page.pdf(prefer_css_page_size=True)))
    assert len(reader.pages) == 1
    assert [round(side) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    told = " ".join(reader.pages[0].extract_text().split())
    assert person.says("Help now") not in told
    return told


def stays_within_its_folds(person: Person) -> bool:
    """Whether each third of the invitation holds what stands on it, as long as its words are."""
    person.page.emulate_media(media="print")
    held = person.finds(".slip > div").evaluate_all(
        "thirds => thirds.map(third => third.scrollHeight <= third.clientHeight + 1)"
    )
    return bool(held == [True] * 3)


@pytest.mark.parametrize("way", [Way("nb"), Way("en", script=False, width=360, scheme="dark")], ids=str)
def test_every_sheet_is_one_page_of_a4(way: Way, house: House, arrives: Arrives) -> None:
    gp = arrives(way).is_in(GP_NAME)
    for one in (one for one in PATIENTS if one.sharing):
        page = f"/gp/patients/{house.enrolment(one.user_name)}"
        assert gp.says("Notices") in printed(gp.opens(page))
        assert gp.says("Notices") in printed(gp.presses("Print"))

    gp.opens("/gp/invite").presses("Make the sheet")
    told = printed(gp)
    assert gp.finds(".slip .code").inner_text() in told
    assert gp.says("from your doctor’s office") in told
    assert stays_within_its_folds(gp)

    patient = arrives(way).is_in(DONE.user_name)
    assert str(CARDS["group-work"]["text"]) in printed(patient.opens("/sharing").presses("Print"))
