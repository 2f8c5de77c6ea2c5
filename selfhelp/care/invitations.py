"""Invitations: a GP's recorded act of recommending the programme, and how a patient takes it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from selfhelp.care.appointments import note_first
from selfhelp.care.codes import InvitationCode, read_invitation_code, replace_recovery_codes
from selfhelp.care.days import day_of
from selfhelp.care.hashing import Hasher
from selfhelp.care.mine import Mine
from selfhelp.records.course import CareLink, Enrolment
from selfhelp.records.encryption import DataKey, row_place
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Invitation, Person, folded

GOOD_FOR = timedelta(days=21)
REPEATED_WITHIN = timedelta(minutes=1)
LONGEST_NOTE = 20
SENT_AGAIN_WITHIN = timedelta(minutes=15)
TALKED_ABOUT = ("suicidal-thoughts", "mania", "psychosis", "alcohol-drugs", "who-to-call")


@dataclass(frozen=True, slots=True)
class Written:
    """What the GP wrote on the invitation, all of it optional."""

    note: str = ""
    office_number: str = ""
    talked_about: Sequence[str] = ()
    first_appointment: date | None = None


@dataclass(frozen=True, slots=True)
class NewPatient:
    """What a patient chose when taking up the invitation."""

    person_id: UUID
    user_name: str
    passphrase_hash: str
    recovery_hashes: Sequence[str]
    locale: str
    programme: str
    consent_version: int
    shares: Sequence[str]


def invite(
    session: Session,
    keys: KeyStore,
    *,
    code: InvitationCode,
    verifier_hash: str,
    gp_id: UUID,
    page_key: str,
    written: Written,
    now: datetime,
) -> Invitation:
    """Make an invitation. The GP's note and ticks are sealed by the key of the enrolment to come.

    A double click makes one invitation: the second code replaces the first, which nobody has seen. Another
    note, or the same page sent again later, is another patient, and the slip given before stays good.
    The key is stored first, in the key store's own transaction: an unused key is harmless.
    """
    wanted = uuid5(gp_id, page_key) if page_key else uuid4()
    earlier = session.get(Invitation, wanted)
    if earlier and _is_repeated(keys.key(earlier.enrolment_id), earlier, written, now):
        earlier.selector, earlier.verifier_hash = code.selector, verifier_hash
        session.flush()
        return earlier
    enrolment_id = uuid4()
    key = keys.make(enrolment_id)
    topics = [topic for topic in TALKED_ABOUT if topic in written.talked_about]
    invitation = Invitation(
        id=uuid4() if earlier else wanted,
        gp_id=gp_id,
        enrolment_id=enrolment_id,
        selector=code.selector,
        verifier_hash=verifier_hash,
        note=_sealed(key, enrolment_id, "note", written.note),
        office_number=_sealed(key, enrolment_id, "office_number", written.office_number),
        talked_about=_sealed(key, enrolment_id, "talked_about", " ".join(topics)),
        created_at=now,
        expires_at=now + GOOD_FOR,
        first_appointment=written.first_appointment,
    )
    session.add(invitation)
    session.flush()
    return invitation


def renew(invitation: Invitation, *, code: InvitationCode, verifier_hash: str, now: datetime) -> bool:
    """Give an invitation a new code, for a new sheet: the old one opens nothing from now on.

    False when it has been used or withdrawn; then nothing changes.
    """
    if invitation.redeemed_at or invitation.withdrawn_at:
        return False
    invitation.selector, invitation.verifier_hash = code.selector, verifier_hash
    invitation.renewed_at, invitation.expires_at = now, now + GOOD_FOR
    return True


def find(session: Session, typed: str) -> Invitation | None:
    """Return the invitation a code points at; whether the code opens it is another question."""
    code = read_invitation_code(typed)
    return session.scalar(select(Invitation).where(Invitation.selector == code.selector)) if code else None


def opened(code_hasher: Hasher, found: Invitation | None, typed: str, now: datetime) -> Invitation | None:
    """Return the invitation if the code opens it; None when it is used, withdrawn, old, mistyped or made up.

    All these take as long and answer alike, so that nobody learns which codes exist. Call it with no
    transaction open.
    """
    code = read_invitation_code(typed)
    right = code_hasher.check(
        found.verifier_hash if found else None, code.verifier if code else typed[:64]
    ).right
    if found is None or not right or found.redeemed_at or found.withdrawn_at or found.expires_at <= now:
        return None
    return found


def redeem(session: Session, *, invitation: Invitation, patient: NewPatient, now: datetime) -> Person:
    """Take up an invitation: the account, the enrolment, the doctor's permission to read, the day."""
    person = enrol(session, enrolment_id=invitation.enrolment_id, patient=patient, now=now)
    session.add(_link(invitation, patient.shares, now))
    note_first(
        session,
        enrolment_id=invitation.enrolment_id,
        day=invitation.first_appointment,
        today=day_of(now),
    )
    invitation.redeemed_at = now
    session.flush()
    return person


def enrol(session: Session, *, enrolment_id: UUID, patient: NewPatient, now: datetime) -> Person:
    """Make the account and the enrolment, whose key is stored already. Nobody but the patient can read it."""
    person = Person(
        id=patient.person_id,
        role="patient",
        user_name=patient.user_name,
        passphrase_hash=patient.passphrase_hash,
        locale=patient.locale,
        created_at=now,
        activated_at=now,
    )
    session.add(person)
    session.flush()
    session.add(
        Enrolment(
            id=enrolment_id,
            person_id=person.id,
            programme=patient.programme,
            started_at=now,
            consent_version=patient.consent_version,
        )
    )
    replace_recovery_codes(session, person_id=person.id, hashes=list(patient.recovery_hashes))
    session.flush()
    return person


def just_enrolled(session: Session, user_name: str, now: datetime) -> Person | None:
    """Return who began under this name on their own a moment ago; None when nobody did."""
    taken_up = exists().where(Invitation.enrolment_id == Enrolment.id)
    return session.scalar(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Person.user_name == folded(user_name), Person.created_at >= now - SENT_AGAIN_WITHIN, ~taken_up)
    )


def add_doctor(
    session: Session, *, invitation: Invitation, old_key: DataKey, mine: Mine, now: datetime
) -> None:
    """Let a patient whom no doctor follows take up an invitation. Nothing is shared before it is agreed to.

    What the GP wrote is sealed by the patient's key from now on. After the commit the old one may go.
    """
    columns = ("note", "office_number", "talked_about")
    wrote = {
        name: _opened(old_key, invitation.enrolment_id, name, getattr(invitation, name)) for name in columns
    }
    invitation.enrolment_id, invitation.redeemed_at = mine.enrolment_id, now
    for name, words in wrote.items():
        setattr(invitation, name, _sealed(mine.key, mine.enrolment_id, name, words))
    session.get_one(Enrolment, mine.enrolment_id).consent_version = 0
    session.add(_link(invitation, (), now))
    note_first(session, enrolment_id=mine.enrolment_id, day=invitation.first_appointment, today=day_of(now))
    session.flush()


def _link(invitation: Invitation, shares: Sequence[str], now: datetime) -> CareLink:
    return CareLink(
        id=uuid4(),
        enrolment_id=invitation.enrolment_id,
        gp_id=invitation.gp_id,
        invitation_id=invitation.id,
        granted_at=now,
        shares=list(shares),
    )


def _is_repeated(key: DataKey, earlier: Invitation, written: Written, now: datetime) -> bool:
    """Tell whether this is the same press of the button once more."""
    if earlier.redeemed_at or earlier.withdrawn_at or now - earlier.created_at > REPEATED_WITHIN:
        return False
    if earlier.first_appointment != written.first_appointment:
        return False
    said = (note_of(key, earlier), office_number_of(key, earlier), set(talked_about_of(key, earlier)))
    return said == (written.note, written.office_number, set(written.talked_about))


def just_redeemed_by(session: Session, typed: str, now: datetime) -> Person | None:
    """Return the patient who took up this code's invitation a moment ago; None when nobody did.

    Whether whoever asks is that patient is another question.
    """
    invitation = find(session, typed)
    if invitation is None or invitation.redeemed_at is None:
        return None
    if now - invitation.redeemed_at > SENT_AGAIN_WITHIN:
        return None
    taken_up = Enrolment.id == invitation.enrolment_id
    return session.scalar(select(Person).join(Enrolment, Enrolment.person_id == Person.id).where(taken_up))


def note_of(key: DataKey, invitation: Invitation) -> str:
    """Return the GP's own note."""
    return opened_note(key, invitation.enrolment_id, invitation.note)


def opened_note(key: DataKey, enrolment_id: UUID, sealed: bytes | None) -> str:
    """Return a GP's own note as it was written, from what is stored; "" where none was."""
    return _opened(key, enrolment_id, "note", sealed)


def office_number_of(key: DataKey, invitation: Invitation) -> str:
    """Return the office's number, as the GP gave it."""
    return _opened(key, invitation.enrolment_id, "office_number", invitation.office_number)


def talked_about_of(key: DataKey, invitation: Invitation) -> tuple[str, ...]:
    """Return what the GP ticked as talked about."""
    return tuple(_opened(key, invitation.enrolment_id, "talked_about", invitation.talked_about).split())


def _place(enrolment_id: UUID, column: str) -> str:
    return row_place("invitation", enrolment_id, str(enrolment_id), column)


def _sealed(key: DataKey, enrolment_id: UUID, column: str, words: str) -> bytes | None:
    return key.seal(words.encode(), bound_to=_place(enrolment_id, column)) if words else None


def _opened(key: DataKey, enrolment_id: UUID, column: str, sealed: bytes | None) -> str:
    return key.open(sealed, bound_to=_place(enrolment_id, column)).decode() if sealed else ""
