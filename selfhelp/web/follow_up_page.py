"""The follow-up page: one fragment that the GP reads and the patient sees too; and the same on paper."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from selfhelp.care.days import day_of
from selfhelp.care.follow_up import FollowUp, follow_up
from selfhelp.care.invitations import note_of
from selfhelp.care.mine import Mine
from selfhelp.care.sharing import Link
from selfhelp.web import database, fragments, paper
from selfhelp.web.access import place_of
from selfhelp.web.desk import catalogue, now


def follow_up_of(link: Link) -> tuple[FollowUp, Mine]:
    """Return the page's value in the GP's language, for one permission."""
    place = place_of(link.enrolment_id, link.gp_locale)
    note = note_of(place.key, link.invitation)
    return follow_up(database.session(), mine=place, link=link, note=note, now=now()), place


def fragment(value: FollowUp, language: str) -> Markup:
    """Return the page's body in a language."""
    return _rendered("follow_up/body.html", value, language)


def sheet(value: FollowUp, language: str) -> Markup:
    """Return the page as one sheet of A4 in a language."""
    return _rendered("paper/follow_up.html", value, language)


def sheet_page(value: FollowUp, language: str, *, back: str, pdf: str) -> str:
    """Return the sheet as a page to print, with the addresses that lead back and to its PDF."""
    return render_template("paper/sheet.html", sheet=sheet(value, language), back=back, pdf=pdf)


def sheet_pdf(value: FollowUp, language: str) -> ResponseReturnValue:
    """Send the sheet as a PDF. Call it where `paper.can_make_pdf`."""
    with fragments.speaking(language):
        title = gettext("Follow-up")
    return paper.pdf(sheet(value, language), title=title, language=language)


def preview_of(place: Mine, link: Link) -> Markup | None:
    """Return the fragment the GP would read now; None where sharing has ended."""
    if link.ended_at is not None or link.enrolment_id != place.enrolment_id:
        return None
    value, _ = follow_up_of(link)
    return fragment(value, link.gp_locale)


def _rendered(template: str, value: FollowUp, language: str) -> Markup:
    programme, today = catalogue()[language], day_of(now())
    return fragments.fragment(template, language=language, page=value, programme=programme, today=today)
