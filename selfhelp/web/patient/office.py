"""The doctor's office's own number, where the GP gave one on the invitation."""

from selfhelp.care import invitations, sharing
from selfhelp.web import database
from selfhelp.web.access import mine


def office_number() -> str:
    """Return the number; "" where none was given."""
    link = sharing.my_link(database.session(), mine().enrolment_id)
    return invitations.office_number_of(mine().key, link.invitation) if link else ""
