"""Keep the whole content as it was published, so that a module begun can be finished as it was.

What was kept of editions before could not be opened again: it goes. Answers of that time stand under the
questions of today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("edition")
    op.create_table(
        "release",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_release")),
    )
    op.create_index(op.f("ix_release_published_at"), "release", ["published_at"])
    op.create_table(
        "edition",
        sa.Column("release", sa.String(64), nullable=False),
        sa.Column("of", sa.String(80), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("structure", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["release"],
            ["release.digest"],
            name=op.f("fk_edition_release_release"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("release", "of", name=op.f("pk_edition")),
    )
    for table in ("entry", "progress"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("edition", sa.String(64), nullable=False, server_default=""))
        # Apart from it: SQLite copies the rows at the end of each, and needs the default until then.
        with op.batch_alter_table(table) as changed:
            changed.alter_column("edition", server_default=None)


def downgrade() -> None:
    for table in ("progress", "entry"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("edition")
    op.drop_table("edition")
    op.drop_table("release")
    op.create_table(
        "edition",
        sa.Column("module", sa.String(80), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("structure_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("module", "hash", name=op.f("pk_edition")),
    )
