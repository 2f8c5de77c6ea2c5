"""Keep a first appointment, and the day of a new sheet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitation", sa.Column("first_appointment", sa.Date(), nullable=True))
    op.add_column("invitation", sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("invitation", "renewed_at")
    op.drop_column("invitation", "first_appointment")
