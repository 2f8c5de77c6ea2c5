"""The record note: plain text for the doctor's own record, from the same value as the page."""

from collections.abc import Sequence
from textwrap import wrap

from flask import render_template
from flask_babel import gettext

from selfhelp.care.follow_up import FollowUp
from selfhelp.web.fragments import speaking

LINES, WIDTH = 8, 70  # what fits into a record system's window
FACTS = 3  # the most lines the findings may take; the patient's words have what is left


def as_text(value: FollowUp, language: str) -> str:
    """Return the record note as plain text in a language, to be pasted into any record."""
    with speaking(language):
        text = render_template("follow_up/note.txt", page=value)
        rest = gettext("… (see the page)")
        rest_of_card = gettext("…” (see the page)") if value.opens_with_card else rest
    story, facts, *doctors = filter(str.strip, text.splitlines())
    return "\n".join(laid_out(story, facts, doctors, rest_of_card=rest_of_card, rest=rest)) + "\n"


def laid_out(story: str, facts: str, doctors: Sequence[str], *, rest_of_card: str, rest: str) -> list[str]:
    """Return the note's lines, never more than `LINES` and none wider than `WIDTH` letters.

    What has no room ends at a whole word, with the words that say where the rest stands. The doctor's own
    lines are never cut: they are ours, and short.
    """
    below = [line for one in doctors for line in _broken(one)]
    found = _broken(facts, FACTS, rest)
    return [*_broken(story, LINES - len(found) - len(below), rest_of_card), *found, *below]


def _broken(text: str, most: int | None = None, rest: str = "") -> list[str]:
    return wrap(text, WIDTH, break_on_hyphens=False, max_lines=most, placeholder=f" {rest}")
