"""A GP's list: everyone this GP has invited, where they are, and what is to notice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.invitations import note_of
from selfhelp.care.readings import closed_to_gp
from selfhelp.content.model import Programme
from selfhelp.records.course import Appointment, CareLink, Progress, Reading
from selfhelp.records.encryption import DataKey, row_place
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
    item9: int | None = None
    item9_on: date | None = None


def patients_of(
    session: Session, keys: KeyStore, *, gp_id: UUID, programme: Programme, now: datetime
) -> list[Row]:
    """Return the list, next appointment first; the number of statements does not grow with the patients."""
    invited = session.execute(
        select(Invitation, CareLink)
        .outerjoin(CareLink, CareLink.invitation_id == Invitation.id)
        .where(Invitation.gp_id == gp_id, Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.created_at.desc())
    ).all()
    found = keys.keys(invitation.enrolment_id for invitation, _ in invited)
    reading = [link.enrolment_id for _, link in invited if link is not None and link.ended_at is None]
    progress = _progress(session, gp_id)
    days = _appointments(session, gp_id, day_of(now))
    safety = _safety(session, gp_id, found, programme)
    rows = []
    for invitation, link in invited:
        key = found.get(invitation.enrolment_id)
        note = note_of(key, invitation) if key else ""
        row = _base(invitation, link, note, now, begun=invitation.enrolment_id in progress)
        if invitation.enrolment_id in reading and link is not None:
            row = replace(row, shares=LISTED.intersection(link.shares))
            of_patient = progress.get(invitation.enrolment_id, {}) if "progress" in row.shares else {}
            facts = safety.get(invitation.enrolment_id) if "scores" in row.shares else None
            day = days.get(invitation.enrolment_id) if "card" in row.shares else None
            row = _filled(row, programme, of_patient, day, facts)
        rows.append(row)
    return sorted(
        rows,
        key=lambda row: (row.state == "ended", row.appointment is None, row.appointment or row.invited_on),
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


def _filled(
    row: Row,
    programme: Programme,
    progress: Mapping[str, Progress],
    appointment: date | None,
    safety: tuple[int, date] | None,
) -> Row:
    place: dict[str, Any] = {}
    if progress:
        newest = max(progress.values(), key=lambda one: one.last_opened_at)
        if module := programme.modules.get(newest.module):
            place = {
                "module": programme.module_number(module.id),
                "of": len(programme.modules),
                "done": len(set(newest.done) & {step.id for step in module.steps}),
                "steps": len(module.steps),
                "last_opened": day_of(newest.last_opened_at),
            }
    item9, on = safety if safety else (None, None)
    return replace(row, **place, appointment=appointment, item9=item9, item9_on=on)


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


def _safety(
    session: Session, gp_id: UUID, keys: Mapping[UUID, DataKey], programme: Programme
) -> dict[UUID, tuple[int, date]]:
    """Return the safety item as each patient answered it last, where it is more than "not at all".

    A form that was only begun does not put the answer of the one before out of sight. One that the author
    keeps from the doctor tells nothing.
    """
    newest = (
        select(Reading.enrolment_id, Reading.finished, func.max(Reading.taken_at).label("at"))
        .join(CareLink, CareLink.enrolment_id == Reading.enrolment_id)
        .where(CareLink.gp_id == gp_id, Reading.instrument == "phq-9")
        .group_by(Reading.enrolment_id, Reading.finished)
        .subquery()
    )
    rows = session.scalars(
        select(Reading)
        .join(newest, (newest.c.enrolment_id == Reading.enrolment_id) & (newest.c.at == Reading.taken_at))
        .where(Reading.instrument == "phq-9", newest.c.finished == Reading.finished)
        .order_by(Reading.taken_at)
    )
    found: dict[UUID, tuple[int, date]] = {}
    for row in rows:
        if key := keys.get(row.enrolment_id):
            place = row_place("reading", row.enrolment_id, str(row.id), "value")
            value = key.open_json(row.value, bound_to=place)
            if value["level"] != "trend" or row.id in closed_to_gp(programme, row.enrolment_id):
                continue
            answer = value["items"].get("9")
            if row.finished or isinstance(answer, int):
                found.pop(row.enrolment_id, None)
            if isinstance(answer, int) and answer > 0:
                found[row.enrolment_id] = (answer, day_of(row.taken_at))
    return found
