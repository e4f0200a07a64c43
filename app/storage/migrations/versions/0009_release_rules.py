"""Who sees a report when."""

import sqlalchemy as sa
from alembic import op

import app.storage.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the rules; rounds so far are read by their participants only, at once."""
    op.add_column(
        "rounds", sa.Column("report_reader", sa.String(length=12), server_default="none", nullable=False)
    )
    for name in ("is_reader_first", "hr_reads_reports", "coach_edits_comments"):
        op.add_column("rounds", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("rounds", sa.Column("reader_days", sa.Integer(), server_default="14", nullable=False))
    op.create_table(
        "report_readers",
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("reads_from_at", app.storage.base.Instant(timezone=True), nullable=True),
        sa.Column("conversation_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_report_readers_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_report_readers_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_report_readers_person_id_persons"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_report_readers")),
    )
    with op.batch_alter_table("report_readers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_readers_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_readers_round_id"), ["round_id"], unique=False)
    op.create_table(
        "report_openings",
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("reader", sa.String(length=320), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_report_openings_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "reader", "opened_on", name=op.f("pk_report_openings")),
    )
    op.create_table(
        "comment_changes",
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("pool", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_comment_changes_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "pool", "place", name=op.f("pk_comment_changes")),
    )


def downgrade() -> None:
    """Drop the rules."""
    op.drop_table("comment_changes")
    op.drop_table("report_openings")
    with op.batch_alter_table("report_readers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_readers_round_id"))
        batch_op.drop_index(batch_op.f("ix_report_readers_person_id"))
    op.drop_table("report_readers")
    for name in (
        "reader_days",
        "coach_edits_comments",
        "hr_reads_reports",
        "is_reader_first",
        "report_reader",
    ):
        op.drop_column("rounds", name)
