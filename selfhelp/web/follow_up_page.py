"""The follow-up page: one fragment that the GP reads and the patient sees too."""

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


def preview_of(place: Mine, link: Link) -> Markup | None:
    """Return the fragment the GP would read now; None where sharing has ended."""
    if link.ended_at is not None or link.enrolment_id != place.enrolment_id:
        return None
    value, _ = follow_up_of(link)
    return fragment(value, link.gp_locale)
