"""A GP's list: everyone this GP has invited, where they are, and what is to notice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.invitations import note_of
from selfhelp.care.notices import Notice, kept_notices, silence, timely
from selfhelp.content.model import Programme
from selfhelp.records.course import Appointment, CareLink, Enrolment, Progress
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Invitation

# "joined": has taken up the invitation, and keeps back how far it has gone.
State = Literal["invited", "expired", "joined", "not-started", "started", "ended"]
NOT_STARTED_AFTER = timedelta(days=14)
LISTED = frozenset({"progress", "scores", "card"})  # the categories of which a line shows something


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `patient` is the enrolment's id once the invitation was taken up."""

    invitation_id: UUID
    patient: UUID | None
    note: str
    state: State
    invited_on: date
    shares: frozenset[str] = frozenset()  # what this line may show of the patient
    late: bool = False  # given more than two weeks ago and nothing begun
    module: int = 0
    of: int = 0
    done: int = 0
    steps: int = 0
    last_opened: date | None = None
    appointment: date | None = None
    notices: tuple[Notice, ...] = ()


def patients_of(
    session: Session, keys: KeyStore, *, gp_id: UUID, programme: Programme, now: datetime
) -> list[Row]:
    """Return the list: next appointment first, then those with something to notice, then the oldest.

    The number of statements does not grow with the patients.
    """
    invited = session.execute(
        select(Invitation, CareLink, Enrolment.notices)
        .outerjoin(CareLink, CareLink.invitation_id == Invitation.id)
        .outerjoin(Enrolment, Enrolment.id == Invitation.enrolment_id)
        .where(Invitation.gp_id == gp_id, Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.created_at.desc())
    ).all()
    found = keys.keys(invitation.enrolment_id for invitation, *_ in invited)
    progress = _progress(session, gp_id)
    days = _appointments(session, gp_id, day_of(now))
    rows = []
    for invitation, link, notices in invited:
        patient, key = invitation.enrolment_id, found.get(invitation.enrolment_id)
        row = _base(invitation, link, note_of(key, invitation) if key else "", now, begun=patient in progress)
        if key and link is not None and link.ended_at is None:
            row = replace(row, shares=LISTED.intersection(link.shares))
            known = progress.get(patient, {}) if "progress" in row.shares else {}
            kept = kept_notices(key, patient, notices, programme) if "scores" in row.shares else ()
            told = timely(kept, known)
            day = days.get(patient) if "card" in row.shares else None
            row = replace(row, appointment=day, notices=told)
            row = _placed(row, programme, known, now)
        rows.append(row)
    return sorted(
        rows,
        key=lambda row: (
            row.state == "ended",
            row.appointment is None,
            row.appointment is None and not row.notices,
            row.appointment or row.invited_on,
        ),
    )


def _base(invitation: Invitation, link: CareLink | None, note: str, now: datetime, *, begun: bool) -> Row:
    state: State = "invited" if invitation.expires_at > now else "expired"
    if link is not None:
        state = "ended" if link.ended_at else "started" if begun else "not-started"
        if state != "ended" and "progress" not in link.shares:
            state = "joined"
    waiting = state in {"invited", "expired", "not-started"}
    late = waiting and now - invitation.created_at > NOT_STARTED_AFTER
    patient = invitation.enrolment_id if link is not None else None
    return Row(invitation.id, patient, note, state, day_of(invitation.created_at), late=late)


def _placed(row: Row, programme: Programme, progress: Mapping[str, Progress], now: datetime) -> Row:
    """Return the line with where the patient is."""
    newest = max(progress.values(), key=lambda one: one.last_opened_at, default=None)
    module = programme.modules.get(newest.module) if newest else None
    if newest is None or module is None:
        return row
    return replace(
        row,
        module=programme.module_number(module.id),
        of=len(programme.modules),
        done=len(set(newest.done) & {step.id for step in module.steps}),
        steps=len(module.steps),
        last_opened=day_of(newest.last_opened_at),
        notices=(*row.notices, *silence(newest, now)),
    )


def _progress(session: Session, gp_id: UUID) -> dict[UUID, dict[str, Progress]]:
    rows = session.scalars(
        select(Progress)
        .join(CareLink, CareLink.enrolment_id == Progress.enrolment_id)
        .where(CareLink.gp_id == gp_id)
    )
    found: dict[UUID, dict[str, Progress]] = {}
    for row in rows:
        found.setdefault(row.enrolment_id, {})[row.module] = row
    return found


def _appointments(session: Session, gp_id: UUID, today: date) -> dict[UUID, date]:
    rows = session.execute(
        select(Appointment.enrolment_id, func.min(Appointment.date))
        .join(CareLink, CareLink.enrolment_id == Appointment.enrolment_id)
        .where(CareLink.gp_id == gp_id, Appointment.date >= today, Appointment.cancelled_at.is_(None))
        .group_by(Appointment.enrolment_id)
    )
    return {enrolment_id: day for enrolment_id, day in rows}  # noqa: C416  # rows are no pairs to dict
