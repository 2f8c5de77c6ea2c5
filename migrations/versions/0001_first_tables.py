"""Make the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HASH = sa.String(200)
DIGEST = sa.String(64)
NAME = sa.String(80)


def upgrade() -> None:
    _log()
    _people()
    _invitations()
    _answers()
    _follow_up()


def downgrade() -> None:
    _drop("card", "appointment", "progress", "reading", "entry", "answers")
    _drop("care_link", "enrolment", "invitation")
    _drop("recovery_code", "login", "activation", "person")
    _drop("edition", "attempt", "access_log")


def _log() -> None:
    op.create_table(
        "access_log",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False),
        _moment("at"),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        _column("actor", sa.String(200)),
        _column("enrolment_id", sa.Uuid()),
        _column("what", sa.String(100)),
        _column("why", sa.String(200)),
        _column("previous", sa.LargeBinary()),
        _column("hash", sa.LargeBinary()),
        _key("access_log", "seq"),
    )
    _index("access_log", "enrolment_id")
    op.create_table(
        "attempt",
        _column("scope", sa.String(40)),
        _column("key_hash", DIGEST),
        _moment("window_start"),
        _column("count", sa.Integer()),
        _key("attempt", "scope", "key_hash", "window_start"),
    )
    _index("attempt", "window_start")
    op.create_table(
        "edition",
        _column("module", NAME),
        _column("hash", sa.String(64)),
        _column("structure_hash", sa.String(64)),
        _column("content", sa.JSON()),
        _moment("made_at"),
        _key("edition", "module", "hash"),
    )


def _people() -> None:
    op.create_table(
        "person",
        _column("id", sa.Uuid()),
        _column("role", sa.String(10)),
        _column("user_name", sa.String(40)),
        sa.Column("passphrase_hash", HASH, nullable=True),
        _column("locale", sa.String(10)),
        _moment("created_at"),
        _moment("activated_at", nullable=True),
        sa.Column("display_name", sa.String(100), nullable=True),
        sa.Column("practice", sa.String(100), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        _key("person", "id"),
        _unique("person", "user_name"),
        sa.CheckConstraint("role in ('patient', 'gp')", name=op.f("ck_person_role_is_known")),
        sa.CheckConstraint(
            "role = 'gp' or (display_name is null and practice is null)",
            name=op.f("ck_person_patient_has_no_name"),
        ),
    )
    op.create_table(
        "activation",
        _column("token_hash", DIGEST),
        _column("person_id", sa.Uuid()),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        _key("activation", "token_hash"),
        _refers("activation", "person_id", "person", ondelete="CASCADE"),
    )
    _index("activation", "person_id")
    op.create_table(
        "login",
        _column("token_hash", DIGEST),
        _column("person_id", sa.Uuid()),
        _moment("created_at"),
        _moment("last_seen_at"),
        _column("second_factor", sa.Boolean()),
        _column("device", sa.String(60)),
        _key("login", "token_hash"),
        _refers("login", "person_id", "person", ondelete="CASCADE"),
    )
    _index("login", "person_id")
    _index("login", "last_seen_at")
    op.create_table(
        "recovery_code",
        _column("person_id", sa.Uuid()),
        _column("code_hash", HASH),
        _moment("used_at", nullable=True),
        _key("recovery_code", "person_id", "code_hash"),
        _refers("recovery_code", "person_id", "person", ondelete="CASCADE"),
    )


def _invitations() -> None:
    op.create_table(
        "invitation",
        _column("id", sa.Uuid()),
        _column("gp_id", sa.Uuid()),
        _column("enrolment_id", sa.Uuid()),
        _column("selector", sa.String(4)),
        _column("verifier_hash", HASH),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("office_number", sa.LargeBinary(), nullable=True),
        sa.Column("talked_about", sa.LargeBinary(), nullable=True),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("redeemed_at", nullable=True),
        _moment("withdrawn_at", nullable=True),
        _key("invitation", "id"),
        _unique("invitation", "enrolment_id"),
        _unique("invitation", "selector"),
        _refers("invitation", "gp_id", "person"),
    )
    _index("invitation", "gp_id", "created_at")
    op.create_table(
        "enrolment",
        _column("id", sa.Uuid()),
        _column("person_id", sa.Uuid()),
        _column("programme", NAME),
        sa.Column("character", NAME, nullable=True),
        _moment("started_at"),
        _moment("finished_at", nullable=True),
        _column("consent_version", sa.Integer()),
        sa.Column("notices", sa.LargeBinary(), nullable=True),
        _key("enrolment", "id"),
        _unique("enrolment", "person_id"),
        _refers("enrolment", "person_id", "person", ondelete="CASCADE"),
    )
    op.create_table(
        "care_link",
        _column("id", sa.Uuid()),
        _column("enrolment_id", sa.Uuid()),
        _column("gp_id", sa.Uuid()),
        _column("invitation_id", sa.Uuid()),
        _moment("granted_at", nullable=True),
        _moment("ended_at", nullable=True),
        _column("shares", sa.JSON()),
        _key("care_link", "id"),
        _of_enrolment("care_link"),
        _refers("care_link", "gp_id", "person"),
        _refers("care_link", "invitation_id", "invitation"),
    )
    for column in ("enrolment_id", "gp_id", "invitation_id"):
        _index("care_link", column)


def _answers() -> None:
    op.create_table(
        "answers",
        _column("enrolment_id", sa.Uuid()),
        _column("module", NAME),
        _column("step", NAME),
        _column("edition", sa.String(64)),
        *_revised(),
        _key("answers", "enrolment_id", "module", "step"),
        _of_enrolment("answers"),
    )
    op.create_table(
        "entry",
        _column("enrolment_id", sa.Uuid()),
        _column("id", sa.Uuid()),
        _column("tool", NAME),
        sa.Column("for_date", sa.Date(), nullable=True),
        _moment("made_at"),
        *_revised(),
        _key("entry", "enrolment_id", "id"),
        _of_enrolment("entry"),
    )
    _index("entry", "enrolment_id", "tool", "made_at")
    op.create_table(
        "reading",
        _column("enrolment_id", sa.Uuid()),
        _column("id", sa.Uuid()),
        _column("instrument", NAME),
        _moment("taken_at"),
        _column("finished", sa.Boolean()),
        _column("value", sa.LargeBinary()),
        _key("reading", "enrolment_id", "id"),
        _of_enrolment("reading"),
    )
    _index("reading", "enrolment_id", "instrument", "taken_at")


def _follow_up() -> None:
    op.create_table(
        "progress",
        _column("enrolment_id", sa.Uuid()),
        _column("module", NAME),
        _moment("opened_at"),
        _moment("last_opened_at"),
        _moment("finished_at", nullable=True),
        _column("last_step", NAME),
        _column("done", sa.JSON()),
        _key("progress", "enrolment_id", "module"),
        _of_enrolment("progress"),
    )
    op.create_table(
        "appointment",
        _column("id", sa.Uuid()),
        _column("enrolment_id", sa.Uuid()),
        _column("date", sa.Date()),
        _moment("held_at", nullable=True),
        _moment("cancelled_at", nullable=True),
        _key("appointment", "id"),
        _of_enrolment("appointment"),
    )
    _index("appointment", "enrolment_id", "date")
    op.create_table(
        "card",
        _column("id", sa.Uuid()),
        _column("enrolment_id", sa.Uuid()),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        _column("module", NAME),
        _column("shared", sa.Boolean()),
        *_revised(),
        _key("card", "id"),
        _unique("card", "appointment_id"),
        _of_enrolment("card"),
        _refers("card", "appointment_id", "appointment", ondelete="SET NULL"),
    )
    _index("card", "enrolment_id", "changed_at")


def _column(name: str, kind: sa.types.TypeEngine) -> sa.Column:
    return sa.Column(name, kind, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _revised() -> tuple[sa.Column, ...]:
    return (
        _column("revision", sa.Integer()),
        _column("page_key", sa.String(64)),
        _column("value", sa.LargeBinary()),
        sa.Column("others", sa.LargeBinary(), nullable=True),
        _moment("changed_at"),
    )


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _unique(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}"))


def _refers(table: str, column: str, other: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=name, ondelete=ondelete, deferrable=True, initially="DEFERRED"
    )


def _of_enrolment(table: str) -> sa.ForeignKeyConstraint:
    return _refers(table, "enrolment_id", "enrolment", ondelete="CASCADE")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _drop(*tables: str) -> None:
    for table in tables:
        op.drop_table(table)
