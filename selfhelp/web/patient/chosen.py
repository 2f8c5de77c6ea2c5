"""The parts a patient has ticked to be shared, and the doctor's page with just these."""

from dataclasses import dataclass, replace

from flask import request
from markupsafe import Markup

from selfhelp.care.progress import progress_of
from selfhelp.care.sharing import Link
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.follow_up_page import preview_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is ticked, and the very page the doctor would read with it. Looking saves nothing."""

    ticked: frozenset[str]
    preview: Markup | None  # None where sharing has ended, or there is no doctor
    is_saved: bool  # the doctor can read it like this already
    is_begun: bool  # something has been done that the page can tell of


def ticked() -> frozenset[str]:
    """Return the parts ticked on the page that was sent."""
    return frozenset(mine().programme.shares).intersection(request.form.getlist("share"))


def chosen(link: Link | None, parts: frozenset[str]) -> Chosen:
    """Return the doctor's page as it would be with these parts."""
    known = frozenset(mine().programme.shares)
    return Chosen(
        ticked=parts,
        preview=preview_of(mine(), _with(link, parts)) if link else None,
        is_saved=link is not None and parts & known == link.agreed(mine().programme) & known,
        is_begun=bool(progress_of(database.session(), mine())),
    )


def _with(link: Link, parts: frozenset[str]) -> Link:
    """Return the permission as it is once these parts are agreed to."""
    return replace(link, shares=parts, consent_version=mine().programme.consent_version)
