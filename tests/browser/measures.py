"""What a page must keep for those who see, point and steer otherwise, measured in the page itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from browser.person import Person

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
AT_A_DESK = (1280, 800)
USUAL, TWICE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}  # pixels, as a browser is set


def measure(person: Person) -> None:
    """Note whatever is cut off, covered, too small to hit, or shows no focus, on the page as it is."""
    _note(person, "", spaced=False)


def measure_every_way(person: Person) -> None:
    """Measure also with text spaced out, in forced colours, and with text of double size at a desk."""
    measure(person)
    _note(person, "with spaced text: ", spaced=True)
    person.page.emulate_media(forced_colors="active")
    _note(person, "in forced colours: ", spaced=False)
    person.page.emulate_media(forced_colors="none")
    with _large_text(person.page):
        _note(person, "with text of double size: ", spaced=False)


def _note(person: Person, how: str, *, spaced: bool) -> None:
    found = person.page.evaluate(f"({MEASURE})({{ spaced: {str(spaced).lower()} }})")
    path = urlsplit(person.page.url).path
    person.problems += [f"{person.way} {path}: {how}{one}" for one in found]


@contextmanager
def _large_text(page: Page) -> Iterator[None]:
    """Set the browser's own text size, not the page's zoom: what is given in pixels does not grow with it."""
    before = page.viewport_size
    assert before is not None
    session = page.context.new_cdp_session(page)
    page.set_viewport_size({"width": AT_A_DESK[0], "height": AT_A_DESK[1]})
    session.send("Page.setFontSizes", {"fontSizes": TWICE})
    yield
    session.send("Page.setFontSizes", {"fontSizes": USUAL})
    page.set_viewport_size(before)
    session.detach()
