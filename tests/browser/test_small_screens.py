"""Every page of the demo on the smallest telephone: no scrolling sideways, nothing for axe to find."""

import pytest

from browser.house import House
from browser.person import Arrives, Way
from browser.tour import tour

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.mark.parametrize("way", [Way("nb", width=320), Way("en", width=320, scheme="dark")], ids=str)
def test_every_page_fits_on_a_screen_of_320_pixels(way: Way, house: House, arrives: Arrives) -> None:
    seen = [stop.name for stop in tour(house, way, arrives)]  # each is looked at as it is opened
    assert len(seen) == len(set(seen)) > 50, seen
