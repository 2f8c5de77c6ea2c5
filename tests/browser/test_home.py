"""Home, the path of all the modules, and the toolbox, as a tired person meets them."""

import pytest

from browser.house import House
from browser.person import Arrives, Way
from browser.tour import DONE, MIDWAY

pytestmark = pytest.mark.browser

STONES = """[...document.querySelectorAll('[data-state]')].map((stone) =>
  stone.dataset.state + ' ' + getComputedStyle(stone, '::before').backgroundColor)"""
UNDRAWN = """Promise.all([...document.images].map((image) => {
  image.loading = 'eager';
  return image.decode().then(() => '', () => image.src);
})).then((found) => found.filter(Boolean))"""


@pytest.mark.parametrize("way", [Way("nb", width=360), Way("en", script=False)], ids=str)
def test_leads_to_what_is_done_and_lets_it_be_changed(way: Way, house: House, arrives: Arrives) -> None:
    patient = arrives(way).is_in(DONE).sees("Home practice").sees("Next appointment")
    module = house.module(way.locale)

    patient.presses("See all the modules").sees("You are here")
    patient.presses(module.title)
    patient.sees("What you have done stays open: you can read it and change it whenever you like.")
    patient.presses(module.steps[2].title).presses("Save and continue")

    assert patient.path == f"/modules/{module.id}/{module.steps[3].id}"


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_every_drawing_is_there(locale: str, arrives: Arrives) -> None:
    patient = arrives(Way(locale, width=360)).is_in(DONE)

    for path in ("/home", "/modules", "/toolbox", "/toolbox/chain"):
        assert patient.opens(path).page.evaluate(UNDRAWN) == []
        assert patient.finds("main img").count()


def test_tells_what_is_done_in_forced_colours_too(house: House, arrives: Arrives) -> None:
    patient = arrives(Way(eyes="forced")).is_in(MIDWAY).opens(f"/modules/{house.module('nb').id}")

    fills = dict(stone.split(" ", 1) for stone in patient.page.evaluate(STONES))

    assert set(fills) == {"done", "now", "open"}
    assert len(set(fills.values())) == 3, fills
