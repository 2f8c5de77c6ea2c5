"""Who may come in: people, their sign-ins, and the invitations that bring patients."""

import unicodedata
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from selfhelp.records.base import Base, refers_to

Role = Literal["patient", "gp", "operator"]
TextSize = Literal["usual", "large", "larger"]

LONGEST_USER_NAME = 40
LONGEST_NAME = 100
LONGEST_DEVICE = 60
LONGEST_PASSKEY_NAME = 40
HASH = String(200)  # holds an encoded Argon2id hash
DIGEST = String(64)  # holds a SHA-256 in hexadecimal


def folded(user_name: str) -> str:
    """Return a user name as it is stored and looked up, so that “Furu-Elv 12” finds “furu-elv 12”."""
    return unicodedata.normalize("NFKC", user_name.strip().casefold())


class Person(Base):
    """A patient, a GP or an operator. A patient has no name here, and the database holds to that."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("role in ('patient', 'gp', 'operator')", name="role_is_known"),
        CheckConstraint(
            "role <> 'patient' or (display_name is null and practice is null)", name="patient_has_no_name"
        ),
        CheckConstraint("text_size in ('usual', 'large', 'larger')", name="text_size_is_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    role: Mapped[Role] = mapped_column(String(10))
    user_name: Mapped[str] = mapped_column(String(LONGEST_USER_NAME), unique=True)
    passphrase_hash: Mapped[str | None] = mapped_column(HASH)
    locale: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    display_name: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    practice: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    totp_secret: Mapped[bytes | None]  # sealed by the master key
    totp_last_step: Mapped[int | None]  # a code is refused when its time step is not later than this
    text_size: Mapped[TextSize] = mapped_column(String(10), default="usual")
    quick_exit: Mapped[bool] = mapped_column(default=True)  # whether the pages have the button

    @validates("user_name")
    def _fold(self, _key: str, user_name: str) -> str:
        return folded(user_name)


class RecoveryCode(Base):
    """One of the codes on paper that let a person back in, once."""

    __tablename__ = "recovery_code"

    person_id: Mapped[UUID] = mapped_column(refers_to("person.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    used_at: Mapped[datetime | None]


class Activation(Base):
    """A one-time link by which a GP or an operator sets up the account. Only the link's digest is kept."""

    __tablename__ = "activation"

    token_hash: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(refers_to("person.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Login(Base):
    """One signed-in browser. Without its row the browser's cookie is worth nothing."""

    __tablename__ = "login"

    token_hash: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(refers_to("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
    second_factor: Mapped[bool]
    device: Mapped[str] = mapped_column(String(LONGEST_DEVICE))  # browser and system, e.g. “Firefox|Android”


class Passkey(Base):
    """The public half of a person's passkey. The private half never leaves the authenticator."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(refers_to("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)  # 0 for ever where an authenticator does not count
    name: Mapped[str] = mapped_column(String(LONGEST_PASSKEY_NAME))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class Challenge(Base):
    """What an authenticator was asked to sign: good once, for some minutes. Only its digest is kept."""

    __tablename__ = "passkey_challenge"

    challenge_hash: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    # Who registers a passkey; nobody for a log-in, when it is not known yet who comes.
    person_id: Mapped[UUID | None] = mapped_column(refers_to("person.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Attempt(Base):
    """How often something was tried within one window of time, so that all processes count together."""

    __tablename__ = "attempt"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    key_hash: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]


class Invitation(Base):
    """A GP's recorded act of recommending the programme to one patient.

    The enrolment to come has its id from the start: the GP's own note is sealed by its key. There is
    no foreign key to it, for it does not exist before the patient redeems the code. Taken up by somebody
    who is here already, it gets that patient's enrolment, beside those of earlier doctors.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "gp_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    gp_id: Mapped[UUID] = mapped_column(refers_to("person.id"))
    enrolment_id: Mapped[UUID] = mapped_column(index=True, default=uuid4)
    selector: Mapped[str] = mapped_column(String(4), unique=True)
    verifier_hash: Mapped[str] = mapped_column(HASH)
    note: Mapped[bytes | None]
    office_number: Mapped[bytes | None]
    talked_about: Mapped[bytes | None]  # it tells about health, so it is sealed like the note
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    first_appointment: Mapped[date | None]
    renewed_at: Mapped[datetime | None]  # when a new sheet was made, with a new code
    redeemed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # when everything of the patient who had taken it up was forgotten
    withdrawn_at: Mapped[datetime | None]
