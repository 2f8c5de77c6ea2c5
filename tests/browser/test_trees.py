"""A screen reader is told about each kind of exercise what was read and found right."""

import pytest
from playwright.sync_api import Browser

from browser.trees import SHOWN, TREES, examples, of_kind

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_each_kind_is_told_as_it_was_read(browser: Browser, subtests: pytest.Subtests) -> None:
    page = browser.new_page()
    with examples() as home:
        for kind in SHOWN:
            with subtests.test(kind):
                kept = (TREES / f"{kind}.txt").read_text(encoding="utf-8")
                assert of_kind(page, home, kind) == kept, "Read what has changed; keep it with `make trees`."
    page.close()
