"""Typeset reports, stored once."""

import sqlalchemy as sa
from alembic import op

import app.storage.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the files; each is made when it is first wanted."""
    op.create_table(
        "typeset_reports",
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=64), server_default="", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", app.storage.base.Instant(timezone=True), nullable=True),
        sa.Column("wanted_at", app.storage.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_typeset_reports_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "language", name=op.f("pk_typeset_reports")),
    )
    op.create_index(
        op.f("ix_typeset_reports_wanted_at"),
        "typeset_reports",
        ["wanted_at"],
        sqlite_where=sa.column("wanted_at").is_not(None),
        postgresql_where=sa.column("wanted_at").is_not(None),
    )


def downgrade() -> None:
    """Drop the files; they can be made again from what was sealed."""
    op.drop_index(op.f("ix_typeset_reports_wanted_at"), table_name="typeset_reports")
    op.drop_table("typeset_reports")
