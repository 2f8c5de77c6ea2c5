"""The measures find what they are there to find: each planted fault, and nothing on a page without one."""

import pytest
from playwright.sync_api import Browser

from browser.measures import MEASURE

pytestmark = pytest.mark.browser

SOUND = """<style>
  * { font: 16px/1.5 serif; letter-spacing: 0; margin: 0 }
  main { width: 300px } .ds-button { display: block; min-height: 44px }
  button:focus { outline: 2px solid }
</style>
<svg viewBox="0 0 100 20" width="100"><text y="15">27</text></svg>
<main><p id="said">Some words that are said here</p><button class="ds-button">Go on</button></main>"""
FAULTS = {
    "#said { height: 24px; width: 230px; overflow: hidden }": "cut off",
    "text { font-size: 40px }": "cut off in a drawing",
    "#said { translate: 200px }": "off the screen",
    "#said { margin-bottom: -1.5em; padding-left: 8px }": "over each other",
    ".ds-button { min-height: 30px }": "small to hit, ",
    ".ds-button:focus { outline: none }": "shows no focus",
    "main::after { content: ''; position: fixed; inset: 0 }": "focus is under something",
    ".ds-button { position: absolute; top: -50px }": "focus is off the screen",
}


def test_each_fault_is_found_and_a_sound_page_has_none(browser: Browser, subtests: pytest.Subtests) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 200})
    for fault, said in {"": "", **FAULTS}.items():
        page.set_content(f"{SOUND}<style>{fault}</style>")
        found = page.evaluate(f"({MEASURE})({{ spaced: {str(said == 'cut off').lower()} }})")
        with subtests.test(fault):
            assert bool(found) == bool(said), found
            assert any(one.startswith(said) for one in found) or not said, found
    page.close()
