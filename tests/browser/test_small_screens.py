"""Every page of the demo on the smallest telephone, and where a desk's page is enlarged four times.

No scrolling sideways, nothing for axe to find; nothing cut off, covered or too small to hit, and the focus
always in sight. The text may be spaced out, doubled, or in the machine's own colours.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException

from browser.house import House
from browser.measures import measure, measure_every_way
from browser.person import Arrives, Person, Way
from browser.tour import tour
from selfhelp.web.access_list import ACCESS

pytestmark = [pytest.mark.browser, pytest.mark.long]

# Whatever else can be opened is no page of its own: it sends a file, or leads on to a page.
NO_PAGES = {
    *("static", "public.media", "public.favicon", "health.alive", "health.ready", "account.passkey_log_in"),
    *("gp.follow_up_text", "gp.follow_up_pdf", "gp.booklet_pdf", "gp.course_record_pdf", "gp.slip_pdf"),
    *("patient.note", "patient.sheet_as_pdf", "patient.tool_sheet_pdf", "patient.looks", "patient.calendar"),
    *("patient.workbook_pdf", "patient.workbook_to_read", "patient.workbook_data"),
    *("gp.add_passkey", "patient.new_entry"),
    *("patient.workbook_pdf", "patient.workbook_to_read", "patient.workbook_data"),
    "join.on_your_own",  # only where the operator wants it
}
TELEPHONE = Way("nb", width=320)
FOUR_TIMES = Way("en", width=320, height=256, scheme="dark")  # 1280 by 1024 pixels


@pytest.mark.parametrize(
    ("way", "look_at"), [(TELEPHONE, measure_every_way), (FOUR_TIMES, measure)], ids=["telephone", "enlarged"]
)
def test_every_page_fits_and_is_within_reach(
    way: Way, look_at: Callable[[Person], None], house: House, arrives: Arrives
) -> None:
    seen, routes = [], set()
    for stop in tour(house, way, arrives):
        look_at(stop.person)  # besides what is looked at as a page is opened
        seen.append(stop.name)
        routes.add(route_of(house, stop.person.page.url))

    assert len(seen) == len(set(seen)) > 50, seen
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
