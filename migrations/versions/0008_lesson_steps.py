"""Keep which steps of the course a doctor has done."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = sa.String(80)


def upgrade() -> None:
    op.create_table(
        "lesson_step",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lesson", NAME, nullable=False),
        sa.Column("step", NAME, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "lesson", "step", name=op.f("pk_lesson_step")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_lesson_step_person_id_person"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
    )


def downgrade() -> None:
    op.drop_table("lesson_step")
