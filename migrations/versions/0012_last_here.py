"""Keep when a patient was here last, so that nobody's words lie here for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ENROLMENT = sa.table("enrolment", sa.column("id"), sa.column("started_at"), sa.column("here_at"))
PROGRESS = sa.table("progress", sa.column("enrolment_id"), sa.column("last_opened_at"))


def upgrade() -> None:
    with op.batch_alter_table("enrolment") as enrolment:
        enrolment.add_column(sa.Column("here_at", sa.DateTime(timezone=True), nullable=True))
    newest = sa.select(sa.func.max(PROGRESS.c.last_opened_at)).where(
        PROGRESS.c.enrolment_id == ENROLMENT.c.id
    )
    last = sa.func.coalesce(newest.scalar_subquery(), ENROLMENT.c.started_at)
    op.execute(sa.update(ENROLMENT).values(here_at=last))
    with op.batch_alter_table("enrolment") as enrolment:
        enrolment.alter_column("here_at", nullable=False)
        enrolment.create_index(op.f("ix_enrolment_here_at"), ["here_at"])


def downgrade() -> None:
    with op.batch_alter_table("enrolment") as enrolment:
        enrolment.drop_index(op.f("ix_enrolment_here_at"))
        enrolment.drop_column("here_at")
