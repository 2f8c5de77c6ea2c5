"""The follow-up page: one fragment that the GP reads and the patient sees too, and the record note."""

from textwrap import wrap

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from selfhelp.care.days import day_of
from selfhelp.care.follow_up import FollowUp, follow_up
from selfhelp.care.invitations import note_of
from selfhelp.care.mine import Mine
from selfhelp.care.sharing import Link
from selfhelp.web import database
from selfhelp.web.access import place_of
from selfhelp.web.desk import catalogue, now
from selfhelp.web.language import FORMATS

NOTE_LINES, NOTE_WIDTH = 8, 70  # what fits into a record system's window


def follow_up_of(link: Link) -> tuple[FollowUp, Mine]:
    """Return the page's value in the GP's language, for one permission."""
    place = place_of(link.enrolment_id, link.gp_locale)
    note = note_of(place.key, link.invitation)
    return follow_up(database.session(), mine=place, link=link, note=note, now=now()), place


def fragment(value: FollowUp, language: str) -> Markup:
    """Return the page's body in a language."""
    with force_locale(FORMATS.get(language, language)):
        body = render_template(
            "follow_up/body.html", page=value, programme=catalogue()[language], today=day_of(now())
        )
    return Markup(body)  # noqa: S704  # made by our own template, which escapes


def as_text(value: FollowUp, language: str) -> str:
    """Return the record note as plain text in a language, to be pasted into any record."""
    with force_locale(FORMATS.get(language, language)):
        return "\n".join(note_lines(value)) + "\n"


def note_lines(value: FollowUp) -> list[str]:
    """Return the record note's lines. A card too long to be quoted whole is left for the doctor to write."""
    lines: list[str] = []
    for with_card in (True, False):
        text = render_template("follow_up/note.txt", page=value, with_card=with_card)
        lines = [
            line
            for written in text.splitlines()
            for line in wrap(written, NOTE_WIDTH, break_on_hyphens=False)
        ]
        if len(lines) <= NOTE_LINES:
            break
    return lines


def preview_of(place: Mine, link: Link) -> Markup | None:
    """Return the fragment the GP would read now; None where sharing has ended."""
    if link.ended_at is not None or link.enrolment_id != place.enrolment_id:
        return None
    value, _ = follow_up_of(link)
    return fragment(value, link.gp_locale)
