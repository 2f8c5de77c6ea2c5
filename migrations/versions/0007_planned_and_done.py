"""Tell an entry that is done from a plan: what was kept before is done on the day it was made."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("entry") as entry:
        entry.add_column(sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE entry SET done_at = made_at")


def downgrade() -> None:
    with op.batch_alter_table("entry") as entry:
        entry.drop_column("done_at")
