"""What a patient shares with the doctor, and who has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from selfhelp.content.model import Programme
from selfhelp.records.course import CareLink, Enrolment
from selfhelp.records.log import AccessLog
from selfhelp.records.people import Invitation, Person


@dataclass(frozen=True, slots=True)
class Link:
    """A patient's permission for one GP to read."""

    id: UUID
    enrolment_id: UUID
    gp_id: UUID
    gp_name: str
    practice: str
    gp_locale: str
    shares: frozenset[str]
    started_at: datetime  # the patient's first day in the programme
    ended_at: datetime | None
    invitation: Invitation
    consent_version: int = 1  # of the words the patient has agreed to; 0 before any choice was made
    granted_at: datetime | None = None

    @property
    def has_agreed(self) -> bool:
        """Tell whether the patient has chosen what to share, be it nothing."""
        return self.consent_version > 0

    @property
    def is_open(self) -> bool:
        """Tell whether the doctor may read now."""
        return self.ended_at is None

    def agreed(self, programme: Programme) -> frozenset[str]:
        """Return what is shared, without what says more by now than the patient has agreed to."""
        grown = {share.id for share in programme.shares.values() if share.since > self.consent_version}
        return self.shares - grown


def my_links(session: Session, enrolment_id: UUID) -> list[Link]:
    """Return every permission of the patient's: first those that hold, the newest first; then the ended."""
    return _links(session, CareLink.enrolment_id == enrolment_id)


def my_link(session: Session, enrolment_id: UUID) -> Link | None:
    """Return the patient's newest permission, ended or not."""
    return next(iter(my_links(session, enrolment_id)), None)


def link_for_gp(session: Session, *, gp_id: UUID, enrolment_id: UUID) -> Link | None:
    """Return the permission by which this GP reads this patient; None where there is or was none."""
    both = (CareLink.enrolment_id == enrolment_id) & (CareLink.gp_id == gp_id)
    return next(iter(_links(session, both)), None)


def share(session: Session, *, link_id: UUID, categories: Iterable[str]) -> None:
    """Set what is shared from now on."""
    if row := session.get(CareLink, link_id):
        row.shares = sorted(categories)


def agree(session: Session, *, enrolment_id: UUID, programme: Programme) -> None:
    """Note that the patient has chosen with the programme's words of today before their eyes."""
    session.get_one(Enrolment, enrolment_id).consent_version = programme.consent_version


def end(session: Session, *, link_id: UUID, now: datetime) -> None:
    """End a permission, with effect on the next request."""
    row = session.get(CareLink, link_id)
    if row is not None and row.ended_at is None:
        row.ended_at = now


def begin_again(session: Session, *, link_id: UUID) -> bool:
    """Share again with the same doctor. False where another doctor follows by now: one at a time.

    After another doctor nothing is shared at first: the patient is asked anew.
    """
    row = session.get_one(CareLink, link_id)
    others = (CareLink.enrolment_id == row.enrolment_id) & (CareLink.id != row.id)
    rows = session.scalars(select(CareLink).where(others)).all()
    if any(other.ended_at is None for other in rows):
        return False
    row.ended_at = None
    if rows:
        row.shares = []
        session.get_one(Enrolment, row.enrolment_id).consent_version = 0
    return True


def looks(session: Session, enrolment_id: UUID, *, most: int | None = None) -> list[AccessLog]:
    """Return who has looked at what, the newest first; all of it, or the newest so many."""
    return list(
        session.scalars(
            select(AccessLog)
            .where(AccessLog.enrolment_id == enrolment_id)
            .order_by(AccessLog.seq.desc())
            .limit(most)
        )
    )


def _links(session: Session, which: ColumnElement[bool]) -> list[Link]:
    rows = session.execute(
        select(CareLink, Person, Invitation, Enrolment.consent_version, Enrolment.started_at)
        .join(Enrolment, Enrolment.id == CareLink.enrolment_id)
        .join(Person, Person.id == CareLink.gp_id)
        .join(Invitation, Invitation.id == CareLink.invitation_id)
        .where(which)
        .order_by(CareLink.ended_at.is_not(None), CareLink.granted_at.desc())
    )
    return [
        Link(
            link.id,
            link.enrolment_id,
            link.gp_id,
            gp.display_name or "",
            gp.practice or "",
            gp.locale,
            frozenset(link.shares),
            started_at,
            link.ended_at,
            invitation,
            consent_version,
            link.granted_at,
        )
        for link, gp, invitation, consent_version, started_at in rows
    ]
