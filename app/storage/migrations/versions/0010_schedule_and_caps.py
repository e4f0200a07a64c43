"""What a round does by the clock, and how many mails may leave."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ROUNDS = ("keep_months", "acted_until_at", "reminder_days", "opens_at")
_MESSAGES = ("lapses", "first_failed_at", "keeps_hours")


def upgrade() -> None:
    """Add the timetable of rounds, the wish for no reminders, and what holds for sending as a whole.

    Rounds made so far remind by hand only, as they did.
    """
    instant = sa.DateTime(timezone=True)
    op.add_column("rounds", sa.Column("opens_at", instant))
    op.add_column("rounds", sa.Column("reminder_days", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("rounds", sa.Column("acted_until_at", instant))
    op.add_column("rounds", sa.Column("keep_months", sa.Integer()))
    op.add_column(
        "invitations",
        sa.Column("wants_no_reminders", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "messages", sa.Column("keeps_hours", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("messages", sa.Column("first_failed_at", instant))
    op.add_column("messages", sa.Column("lapses", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_messages_due", "messages", ["state", "not_before_at", "id"])
    op.create_table(
        "mail_gates",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("paused_at", instant),
        sa.Column("probe_at", instant),
        sa.Column("pause_code", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pause_reason", sa.String(300), server_default="", nullable=False),
        sa.Column("rests_until_at", instant),
        sa.Column("rest_seconds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seconds_per_mail", sa.Float()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_gates")),
    )
    op.create_table(
        "mail_sendings",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("ends_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_sendings")),
    )
    op.create_index(op.f("ix_mail_sendings_ends_at"), "mail_sendings", ["ends_at"])
    op.create_table(
        "mail_lines",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(32), nullable=False),
        sa.Column("held_until_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_mail_lines")),
    )


def downgrade() -> None:
    """Take it away: rounds remind by hand only, and every sender is on its own."""
    op.drop_table("mail_lines")
    op.drop_index(op.f("ix_mail_sendings_ends_at"), table_name="mail_sendings")
    op.drop_table("mail_sendings")
    op.drop_table("mail_gates")
    op.drop_index("ix_messages_due", table_name="messages")
    for column in _MESSAGES:
        op.drop_column("messages", column)
    op.drop_column("invitations", "wants_no_reminders")
    for column in _ROUNDS:
        op.drop_column("rounds", column)
