"""Let a patient take up another doctor's invitation: several may belong to one enrolment."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ONE_EACH = "uq_invitation_enrolment_id"
INVITATION = sa.table(
    "invitation", sa.column("id", sa.Uuid()), sa.column("enrolment_id", sa.Uuid()), sa.column("redeemed_at")
)


def upgrade() -> None:
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_constraint(op.f(ONE_EACH), type_="unique")
        invitation.create_index(op.f("ix_invitation_enrolment_id"), ["enrolment_id"])


def downgrade() -> None:
    _leave_one_each()
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_index(op.f("ix_invitation_enrolment_id"))
        invitation.create_unique_constraint(op.f(ONE_EACH), ["enrolment_id"])


def _leave_one_each() -> None:
    """Take earlier doctors' invitations off the enrolment; what those doctors noted opens no more."""
    connection, kept = op.get_bind(), set()
    newest_first = sa.select(INVITATION.c.id, INVITATION.c.enrolment_id).order_by(
        INVITATION.c.redeemed_at.desc()
    )
    for invitation_id, enrolment_id in connection.execute(newest_first).all():
        if enrolment_id in kept:
            this = INVITATION.c.id == invitation_id
            connection.execute(sa.update(INVITATION).where(this).values(enrolment_id=uuid4()))
        kept.add(enrolment_id)
