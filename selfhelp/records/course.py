"""What belongs to a patient's way through the programme. What the patient wrote is sealed.

Every table with an `enrolment_id` goes with its enrolment, and leads with it in key or index.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from selfhelp.records.base import Base, of_enrolment, refers_to

NAME = String(80)  # an author's id: of a module, a step, a tool, an instrument
PAGE_KEY = String(64)  # the key by which a repeated request is recognised
HASH = String(64)


class Enrolment(Base):
    """One patient in one programme. Its data key lies in the key store under the same id."""

    __tablename__ = "enrolment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(refers_to("person.id", ondelete="CASCADE"), unique=True)
    programme: Mapped[str] = mapped_column(NAME)
    character: Mapped[str | None] = mapped_column(NAME)
    started_at: Mapped[datetime]
    # When the patient's last visit began, whichever way they came in. Whoever begins is here.
    here_at: Mapped[datetime] = mapped_column(
        index=True, default=lambda row: row.get_current_parameters()["started_at"]
    )
    finished_at: Mapped[datetime | None]
    consent_version: Mapped[int]
    notices: Mapped[bytes | None]  # those of the readings, so that a list of patients opens no readings


class CareLink(Base):
    """A patient's permission for one GP to read, from a redeemed invitation until the patient ends it."""

    __tablename__ = "care_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    enrolment_id: Mapped[UUID] = mapped_column(of_enrolment(), index=True)
    gp_id: Mapped[UUID] = mapped_column(refers_to("person.id"), index=True)
    invitation_id: Mapped[UUID] = mapped_column(refers_to("invitation.id"), index=True)
    granted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    shares: Mapped[list[str]] = mapped_column(default=list)


class Answers(Base):
    """What a patient answered on one step. Saving again replaces it.

    `others`, here and below, is kept only while windows disagree, until the patient has chosen.
    """

    __tablename__ = "answers"

    enrolment_id: Mapped[UUID] = mapped_column(of_enrolment(), primary_key=True)
    module: Mapped[str] = mapped_column(NAME, primary_key=True)
    step: Mapped[str] = mapped_column(NAME, primary_key=True)
    edition: Mapped[str] = mapped_column(HASH)
    revision: Mapped[int]
    page_key: Mapped[str] = mapped_column(PAGE_KEY)
    value: Mapped[bytes]
    others: Mapped[bytes | None]
    changed_at: Mapped[datetime]


class Entry(Base):
    """One use of a tool, with its date. `done_at` is empty for a plan, and for what came to nothing.

    `removed_at` is set while the patient may still undo a removal; then the row goes.
    """

    __tablename__ = "entry"
    __table_args__ = (Index(None, "enrolment_id", "tool", "made_at"), Index(None, "removed_at"))

    enrolment_id: Mapped[UUID] = mapped_column(of_enrolment(), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tool: Mapped[str] = mapped_column(NAME)
    for_date: Mapped[date | None]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    edition: Mapped[str] = mapped_column(HASH, default="")
    revision: Mapped[int]
    page_key: Mapped[str] = mapped_column(PAGE_KEY)
    value: Mapped[bytes]
    others: Mapped[bytes | None]


class Reading(Base):
    """One filled-in instrument, items and sum sealed."""

    __tablename__ = "reading"
    __table_args__ = (Index(None, "enrolment_id", "instrument", "taken_at"),)

    enrolment_id: Mapped[UUID] = mapped_column(of_enrolment(), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    instrument: Mapped[str] = mapped_column(NAME)
    taken_at: Mapped[datetime]
    finished: Mapped[bool]
    value: Mapped[bytes]


class Progress(Base):
    """How far a patient is in one module, kept with every answer so that lists never read answers.

    `edition` is the one that was answered last: until the module is done, of the structure it was begun with.
    """

    __tablename__ = "progress"

    enrolment_id: Mapped[UUID] = mapped_column(of_enrolment(), primary_key=True)
    module: Mapped[str] = mapped_column(NAME, primary_key=True)
    opened_at: Mapped[datetime]
    last_opened_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]  # when the patient last came back after a long time
    agreed_at: Mapped[datetime | None]  # when patient and doctor agreed to begin here, before its turn
    edition: Mapped[str] = mapped_column(HASH, default="")
    last_step: Mapped[str] = mapped_column(NAME)
    done: Mapped[list[str]] = mapped_column(default=list)


class Appointment(Base):
    """A follow-up with the GP, as the patient noted it, or the GP on the invitation.

    Held where the patient has said so; for a doctor's look on that day see `care.appointments`.
    """

    __tablename__ = "appointment"
    __table_args__ = (Index(None, "enrolment_id", "date"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    enrolment_id: Mapped[UUID] = mapped_column(of_enrolment())
    date: Mapped[date]
    held_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]


class Card(Base):
    """The bridge card: what the patient wants to bring to the next appointment."""

    __tablename__ = "card"
    __table_args__ = (Index(None, "enrolment_id", "changed_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    enrolment_id: Mapped[UUID] = mapped_column(of_enrolment())
    appointment_id: Mapped[UUID | None] = mapped_column(
        refers_to("appointment.id", ondelete="SET NULL"), unique=True
    )
    module: Mapped[str] = mapped_column(NAME)
    value: Mapped[bytes]
    others: Mapped[bytes | None]
    shared: Mapped[bool]
    revision: Mapped[int]
    page_key: Mapped[str] = mapped_column(PAGE_KEY)
    changed_at: Mapped[datetime]


class Reminder(Base):
    """That a patient wants to be reminded by mail, on which days and at what hour in Norway.

    The address and the token of the mails' off switch lie sealed in `value`. Without it nothing is sent: the
    patient has said no, or has turned reminders off. Of both tokens only the digests are in clear.
    """

    __tablename__ = "reminder"
    __table_args__ = (Index(None, "hour"),)

    enrolment_id: Mapped[UUID] = mapped_column(of_enrolment(), primary_key=True)
    days: Mapped[list[str]] = mapped_column(default=list)  # of the week, "1" is Monday
    hour: Mapped[int]
    value: Mapped[bytes | None]
    off_hash: Mapped[str | None] = mapped_column(HASH, unique=True)
    confirm_hash: Mapped[str | None] = mapped_column(HASH, unique=True)
    asked_at: Mapped[datetime | None]  # when the mail went out that asks whether the address is right
    confirmed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]  # when the mail server knew no such address
    sent_for: Mapped[date | None]  # the day the newest was sent for, written before it is sent
    sent_before: Mapped[date | None]  # and the one before it, so that no week has more than two


class Release(Base):
    """The whole content as it stood, in one archive: `content.archive`. Never changed, and never removed.

    Patients meet the one that was published last. One without `published_at` was met while an author worked.
    """

    __tablename__ = "release"

    digest: Mapped[str] = mapped_column(HASH, primary_key=True)
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    archive: Mapped[bytes]


class Edition(Base):
    """How a module or a tool stood in a release: the hash of its files, and of what they ask."""

    __tablename__ = "edition"

    release: Mapped[str] = mapped_column(refers_to("release.digest"), primary_key=True)
    of: Mapped[str] = mapped_column(NAME, primary_key=True)
    hash: Mapped[str] = mapped_column(HASH)
    structure: Mapped[str] = mapped_column(HASH)
