"""What a seal keeps about a whole round, and the teams its results are shown by."""

import sqlalchemy as sa
from alembic import op

import app.storage.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; rounds that have begun to close get the teams of today, for good."""
    op.create_table(
        "round_qualities",
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sealed_at", app.storage.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
            name=op.f("fk_round_qualities_round_id_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_qualities")),
    )
    # Not in batch mode: that makes the table anew, and takes what refers to the old one with it.
    op.add_column("participants", sa.Column("team", sa.String(length=200), nullable=True))
    op.execute(
        "UPDATE participants SET team = "
        "(SELECT department FROM persons WHERE persons.id = participants.person_id) "
        "WHERE round_id IN (SELECT id FROM rounds WHERE state IN ('closing', 'closed', 'released'))"
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_column("participants", "team")
    op.drop_table("round_qualities")
