"""A GP's list: everyone this GP has invited, where they are, and what is to notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, String, case, cast, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from selfhelp.care.days import day_of
from selfhelp.care.forget import ENDED, unused
from selfhelp.care.invitations import note_of, opened_note
from selfhelp.care.notices import Notice, kept_notices, silence, timely
from selfhelp.content.model import Programme
from selfhelp.records.course import Appointment, CareLink, Enrolment, Progress
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Invitation

# "joined": has taken up the invitation, and keeps back how far it has gone. "erased": nothing is here now.
State = Literal["invited", "expired", "joined", "not-started", "started", "ended", "erased"]
NOT_STARTED_AFTER = timedelta(days=14)
ON_A_PAGE = 50
LISTED = frozenset({"progress", "scores", "card"})  # the categories of which a line shows something


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `patient` is the enrolment's id once the invitation was taken up."""

    invitation_id: UUID
    patient: UUID | None
    note: str
    state: State
    given_on: date  # the day of the sheet, the newest where it was renewed
    shares: frozenset[str] = frozenset()  # what this line may show of the patient
    late: bool = False  # given more than two weeks ago and nothing begun
    module: int = 0  # its number; 0 in a booster
    title: str = ""  # of the booster the patient is in
    of: int = 0
    done: int = 0
    steps: int = 0
    last_opened: date | None = None
    appointment: date | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is asked for: notes with these letters, "" for all; pages count from 1."""

    note: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list, of so many patients found in all."""

    rows: list[Row]
    found: int
    page: int

    @property
    def first(self) -> int:
        """Return the number of the page's first line, counted from 1."""
        return (self.page - 1) * ON_A_PAGE + 1

    @property
    def pages(self) -> int:
        """Return how many pages there are; one where nobody was found."""
        return max(1, -(-self.found // ON_A_PAGE))


ALL = Wanted()


def patients_of(
    session: Session,
    keys: KeyStore,
    *,
    gp_id: UUID,
    programme: Programme,
    now: datetime,
    wanted: Wanted = ALL,
) -> Listed:
    """Return one page of the list: by next appointment, those without one by their last change.

    The database sorts, so that the work is the same at twenty and at two thousand patients; the number of
    statements does not grow with them. A search opens the GP's own notes, and nothing else.
    """
    which = (Invitation.gp_id == gp_id) & Invitation.withdrawn_at.is_(None) & ~unused(now)
    if wanted.note:
        which &= Invitation.id.in_(_noted(session, keys, which, wanted.note))
    found = session.scalars(select(func.count()).select_from(Invitation).where(which)).one()
    page = max(1, min(wanted.page, -(-found // ON_A_PAGE)))
    lines = _lines(session, which, day_of(now), programme, first=(page - 1) * ON_A_PAGE)
    shown = [invitation.enrolment_id for invitation, *_ in lines]
    known, progress = keys.keys(shown), _progress(session, shown)
    rows = []
    for invitation, link, notices, version, day in lines:
        patient, key = invitation.enrolment_id, known.get(invitation.enrolment_id)
        agreed = {one for one in link.shares if version >= _since(programme, one)} if link else set()
        begun = patient in progress if "progress" in agreed else None
        row = _base(invitation, link, note_of(key, invitation) if key else "", now, begun=begun)
        row = replace(row, appointment=day)
        if key and link is not None and link.ended_at is None:
            row = replace(row, shares=LISTED.intersection(agreed))
            of_it = progress.get(patient, {}) if "progress" in row.shares else {}
            kept = kept_notices(key, patient, notices, programme) if "scores" in row.shares else ()
            row = _placed(replace(row, notices=timely(kept, of_it)), programme, of_it, now)
        rows.append(row)
    return Listed(rows, found, page)


def _noted(session: Session, keys: KeyStore, which: ColumnElement[bool], words: str) -> list[UUID]:
    """Return the invitations in whose note these words stand, in capitals or not."""
    noted = session.execute(
        select(Invitation.id, Invitation.enrolment_id, Invitation.note).where(
            which, Invitation.note.is_not(None)
        )
    ).all()
    known = keys.keys(row.enrolment_id for row in noted)
    return [
        row.id
        for row in noted
        if (key := known.get(row.enrolment_id))
        and words.casefold() in opened_note(key, row.enrolment_id, row.note).casefold()
    ]


def _lines(
    session: Session, which: ColumnElement[bool], today: date, programme: Programme, *, first: int
) -> Sequence[Any]:
    """Return what a page's lines are made of, sorted by what each patient shares and by nothing else."""
    is_open = CareLink.ended_at.is_(None)
    coming = _of_patient(func.min(Appointment.date), Appointment.enrolment_id).where(
        Appointment.date >= today, Appointment.cancelled_at.is_(None)
    )
    opened = _of_patient(func.max(Progress.last_opened_at), Progress.enrolment_id)
    # What the GP wrote on the invitation is known, until the patient has said what to share.
    day = type_coerce(
        case(
            (is_open & _shares(programme, "card"), coming.scalar_subquery()),
            (
                CareLink.ended_at.is_(None) & (func.coalesce(Enrolment.consent_version, 0) == 0),
                case((Invitation.first_appointment >= today, Invitation.first_appointment)),
            ),
        ),
        Date,
    )
    changed = func.coalesce(
        case((is_open & _shares(programme, "progress"), opened.scalar_subquery())),
        *(CareLink.granted_at, Invitation.renewed_at, Invitation.created_at),
    )
    return session.execute(
        select(Invitation, CareLink, Enrolment.notices, Enrolment.consent_version, day)
        .outerjoin(CareLink, CareLink.invitation_id == Invitation.id)
        .outerjoin(Enrolment, Enrolment.id == Invitation.enrolment_id)
        .where(which)
        .order_by(
            CareLink.ended_at.is_not(None) | ENDED,
            day.is_(None),
            day,
            changed.desc(),
            Invitation.id,
        )
        .limit(ON_A_PAGE)
        .offset(first)
    ).all()


def _of_patient(value: ColumnElement[Any], owner: InstrumentedAttribute[UUID]) -> Select[Any]:
    return select(value).where(owner == Invitation.enrolment_id).correlate(Invitation)


def _shares(programme: Programme, category: str) -> ColumnElement[bool]:
    """Tell in the database whether a category is shared: it stands there as a list of quoted words."""
    return cast(CareLink.shares, String).contains(f'"{category}"', autoescape=True) & (
        Enrolment.consent_version >= _since(programme, category)
    )


def _since(programme: Programme, category: str) -> int:
    share = programme.shares.get(category)
    return share.since if share else 0


def _base(
    invitation: Invitation, link: CareLink | None, note: str, now: datetime, *, begun: bool | None
) -> Row:
    """Return the line with what is known of every invitation. `begun` is None where it is kept back."""
    state: State = "invited" if invitation.expires_at > now else "expired"
    if link is None and invitation.redeemed_at:
        state = "erased"
    elif link is not None:
        state = "ended" if link.ended_at else "started" if begun else "not-started"
        if state != "ended" and begun is None:
            state = "joined"
    waiting = state in {"invited", "expired", "not-started"}
    given_at = invitation.renewed_at or invitation.created_at
    late = waiting and now - given_at > NOT_STARTED_AFTER
    patient = invitation.enrolment_id if link is not None else None
    return Row(invitation.id, patient, note, state, day_of(given_at), late=late)


def _placed(row: Row, programme: Programme, progress: Mapping[str, Progress], now: datetime) -> Row:
    """Return the line with where the patient is."""
    newest = max(progress.values(), key=lambda one: one.last_opened_at, default=None)
    module = programme.modules.get(newest.module) if newest else None
    if newest is None:
        return row
    row = replace(row, notices=(*row.notices, *silence(newest, now)))
    if module is None:  # one that is no longer in the programme, and that this patient has begun
        return replace(row, last_opened=day_of(newest.last_opened_at))
    return replace(
        row,
        module=programme.module_number(module.id),
        title=module.title if module.week else "",
        of=len(programme.regular),
        done=len(set(newest.done) & {step.id for step in module.steps}),
        steps=len(module.steps),
        last_opened=day_of(newest.last_opened_at),
    )


def _progress(session: Session, patients: Sequence[UUID]) -> dict[UUID, dict[str, Progress]]:
    found: dict[UUID, dict[str, Progress]] = {}
    for row in session.scalars(select(Progress).where(Progress.enrolment_id.in_(patients))):
        found.setdefault(row.enrolment_id, {})[row.module] = row
    return found
