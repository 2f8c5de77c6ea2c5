"""The follow-up page in the consultation: all of it before the doctor's eyes at once."""

import pytest

from browser.house import House
from browser.person import Arrives, Way
from browser.tour import FOLLOWED
from selfhelp.demo import GP_NAME

pytestmark = pytest.mark.browser

FOLD = 800  # pixels, on a screen of 1280
DEEPEST = """Math.max(...[...document.querySelectorAll("h1, .follow-up section, .note-head")]
    .map(part => part.getBoundingClientRect().bottom))"""


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_stands_above_the_fold_for_every_demo_patient(locale: str, house: House, arrives: Arrives) -> None:
    gp = arrives(Way(locale)).is_in(GP_NAME)
    gp.is_watchful = False  # the tour looks at the same pages
    depths = {}
    for state, user_name in FOLLOWED.items():
        gp.opens(f"/gp/patients/{house.enrolment(user_name)}")
        depths[state] = gp.page.evaluate(DEEPEST)
    assert not {state: depth for state, depth in depths.items() if depth > FOLD}, depths
