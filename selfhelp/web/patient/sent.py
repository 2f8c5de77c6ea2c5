"""What a page that edits one thing brings along: its own key, and the revision it was opened on."""

from flask import request

from selfhelp.care.windows import Page
from selfhelp.web.errors import wants_json

LONGEST_KEY = 64
KEEP_SAVED = "keep-saved"  # the button that lets what was saved first stand


def page_sent() -> Page:
    """Return which page this request comes from. A made-up revision is that of a page that saw nothing."""
    written = request.form.get("revision", "")
    known = written.isascii() and written.isdigit() and len(written) < 9  # noqa: PLR2004
    return Page(_key("page_key"), int(written) if known else 0, other_sent(), whole=not wants_json())


def other_sent() -> str:
    """Return which other window's text stood in the page's fields; "" where there were no two texts."""
    return _key("other")


def _key(name: str) -> str:
    return request.form.get(name, "")[:LONGEST_KEY]
