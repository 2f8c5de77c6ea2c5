"""Every page of the demo on the smallest telephone: no scrolling sideways, nothing for axe to find."""

from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException

from browser.house import House
from browser.person import Arrives, Way
from browser.tour import tour
from selfhelp.web.access_list import ACCESS

pytestmark = [pytest.mark.browser, pytest.mark.long]

# Whatever else can be opened is no page of its own: it sends a file, or leads on to a page.
NO_PAGES = {
    *("static", "public.media", "public.favicon", "public.alive", "account.passkey_log_in", "gp.add_passkey"),
    *("gp.follow_up_text", "gp.follow_up_pdf", "gp.booklet_pdf", "gp.course_record_pdf", "gp.slip_pdf"),
    *("patient.note", "patient.sheet_as_pdf", "patient.tool_sheet_pdf", "patient.looks", "patient.calendar"),
    *("patient.new_entry", "join.on_your_own"),  # the latter only where the operator wants it
}


@pytest.mark.parametrize("way", [Way("nb", width=320), Way("en", width=320, scheme="dark")], ids=str)
def test_every_page_fits_on_a_screen_of_320_pixels(way: Way, house: House, arrives: Arrives) -> None:
    names, routes = [], set()
    for stop in tour(house, way, arrives):  # each is looked at as it is opened
        names.append(stop.name)
        routes.add(route_of(house, stop.person.page.url))

    assert len(names) == len(set(names)) > 50, names
    assert pages_of(house) - routes == set(), "The tour passes these pages by: show them in browser/tour.py"


def route_of(house: House, url: str) -> str:
    try:
        endpoint, _ = house.app.url_map.bind("").match(urlsplit(url).path)
    except HTTPException:
        return ""  # the page that says there is none
    return str(endpoint)


def pages_of(house: House) -> set[str]:
    opened = {rule.endpoint for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return (opened & ACCESS.keys()) - NO_PAGES
