"""Keep what a patient has removed for half an hour, so that it can be brought back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ENTRY = sa.table("entry", sa.column("removed_at"))


def upgrade() -> None:
    with op.batch_alter_table("entry") as entry:
        entry.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        entry.create_index(op.f("ix_entry_removed_at"), ["removed_at"])


def downgrade() -> None:
    """What is removed must not come back for lack of the column that says so."""
    op.execute(sa.delete(ENTRY).where(ENTRY.c.removed_at.is_not(None)))
    with op.batch_alter_table("entry") as entry:
        entry.drop_index(op.f("ix_entry_removed_at"))
        entry.drop_column("removed_at")
