"""The browser of this machine, as the journeys use it."""

import os
import shutil
from collections.abc import Mapping
from typing import Literal

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # There is nothing outside. (Answering in its place would hide what the policy forbids.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)
# Playwright turns the back/forward cache off. With it off, "Back shows nothing" would hold by accident.
KEEPS_PAGES = "--disable-back-forward-cache"

Scheme = Literal["light", "dark"]
Eyes = Literal["", "contrast", "forced"]  # what somebody has asked the system for


class NoBrowserError(Exception):
    """There is no browser; says how to get one."""


def browser_path(environ: Mapping[str, str] = os.environ) -> str:
    """Return where the browser lies.

    :raises NoBrowserError: when there is none. The journeys are never passed over in silence.
    """
    wanted = (environ.get("CHROMIUM", ""), *NAMES)
    for name in wanted:
        if name and (found := shutil.which(name)):
            return found
    raise NoBrowserError(
        f"The browser tests need Chromium; none of {', '.join(filter(None, wanted))} is here. "
        "Run scripts/set-up-chromium, or set CHROMIUM to the browser you have. To leave them out: make check"
    )


def launched(playwright: Playwright) -> Browser:
    """Start the browser, with back/forward cache as patients have it."""
    return playwright.chromium.launch(
        executable_path=browser_path(), args=list(FLAGS), ignore_default_args=[KEEPS_PAGES]
    )
