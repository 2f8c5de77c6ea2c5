"""Keep text size and quick exit with the person, and when a patient wants to be reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

DIGEST = sa.String(64)
MOMENT = sa.DateTime(timezone=True)
SIZES = "ck_person_text_size_is_known"


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("text_size", sa.String(10), nullable=False, server_default="usual"))
        person.add_column(sa.Column("quick_exit", sa.Boolean(), nullable=False, server_default=sa.true()))
        person.create_check_constraint(op.f(SIZES), "text_size in ('usual', 'large', 'larger')")
    with op.batch_alter_table("person") as person:
        person.alter_column("text_size", server_default=None)
        person.alter_column("quick_exit", server_default=None)
    op.create_table(
        "reminder",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("off_hash", DIGEST, nullable=True),
        sa.Column("confirm_hash", DIGEST, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("refused_at", MOMENT, nullable=True),
        sa.Column("sent_for", sa.Date(), nullable=True),
        sa.Column("sent_before", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_reminder_enrolment_id_enrolment"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("confirm_hash", name=op.f("uq_reminder_confirm_hash")),
        sa.UniqueConstraint("off_hash", name=op.f("uq_reminder_off_hash")),
    )
    op.create_index(op.f("ix_reminder_hour"), "reminder", ["hour"])


def downgrade() -> None:
    op.drop_table("reminder")
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f(SIZES), type_="check")
        person.drop_column("quick_exit")
        person.drop_column("text_size")
