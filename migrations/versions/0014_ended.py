"""Keep when a patient ended, so that the doctor's list says so for thirteen months."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ENROLMENT = sa.table("enrolment", sa.column("id"))
INVITATION = sa.table(
    "invitation", sa.column("enrolment_id"), sa.column("redeemed_at"), sa.column("ended_at", MOMENT)
)


def upgrade() -> None:
    with op.batch_alter_table("invitation") as invitation:
        invitation.add_column(sa.Column("ended_at", MOMENT, nullable=True))
    is_here = sa.exists().where(ENROLMENT.c.id == INVITATION.c.enrolment_id)
    ended = INVITATION.c.redeemed_at.is_not(None) & ~is_here
    # Nothing here tells when these ended: they are counted from now.
    op.execute(sa.update(INVITATION).where(ended).values(ended_at=datetime.now(UTC)))


def downgrade() -> None:
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_column("ended_at")
