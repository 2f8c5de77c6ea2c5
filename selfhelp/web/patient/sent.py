"""What a page that edits one thing brings along: its own key, and the revision it was opened on."""

from flask import request

from selfhelp.care.answers import Page

LONGEST_KEY = 64


def page_sent() -> Page:
    """Return which page this request comes from. A made-up revision is that of a page that saw nothing."""
    written = request.form.get("revision", "")
    known = written.isascii() and written.isdigit() and len(written) < 9  # noqa: PLR2004
    return Page(request.form.get("page_key", "")[:LONGEST_KEY], int(written) if known else 0)
