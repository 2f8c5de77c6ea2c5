"""Find a patient's looks by their day."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BY_PATIENT, BY_DAY = "ix_access_log_enrolment_id", "ix_access_log_enrolment_id_at"


def upgrade() -> None:
    op.create_index(op.f(BY_DAY), "access_log", ["enrolment_id", "at"])
    op.drop_index(op.f(BY_PATIENT), "access_log")


def downgrade() -> None:
    op.create_index(op.f(BY_PATIENT), "access_log", ["enrolment_id"])
    op.drop_index(op.f(BY_DAY), "access_log")
