"""Keep when a module was begun before its turn by agreement, and when a patient came back."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("progress") as progress:
        progress.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        progress.add_column(sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("progress") as progress:
        progress.drop_column("agreed_at")
        progress.drop_column("returned_at")
