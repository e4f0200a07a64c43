"""What became of each mail, and new links for lost ones."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what bounces say, addresses that take nothing, and the hashes of links that were replaced."""
    op.add_column("messages", sa.Column("bounce_token", sa.String(32)))
    op.add_column("messages", sa.Column("address_hash", sa.String(64)))
    op.add_column("messages", sa.Column("bounced_at", sa.DateTime(timezone=True)))
    op.add_column("messages", sa.Column("bounce_status", sa.String(12), server_default="", nullable=False))
    op.add_column("messages", sa.Column("bounce_text", sa.String(300), server_default="", nullable=False))
    op.add_column("messages", sa.Column("soft_bounces", sa.Integer(), server_default="0", nullable=False))
    op.create_index(op.f("ix_messages_bounce_token"), "messages", ["bounce_token"], unique=True)
    op.create_index(op.f("ix_messages_message_id"), "messages", ["message_id"])
    op.create_table(
        "bad_addresses",
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_bad_addresses")),
    )
    op.create_table(
        "replaced_links",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_replaced_links_round_id_rounds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_replaced_links")),
    )
    op.create_index(op.f("ix_replaced_links_round_id"), "replaced_links", ["round_id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_index(op.f("ix_replaced_links_round_id"), table_name="replaced_links")
    op.drop_table("replaced_links")
    op.drop_table("bad_addresses")
    op.drop_index(op.f("ix_messages_message_id"), table_name="messages")
    op.drop_index(op.f("ix_messages_bounce_token"), table_name="messages")
    for column in (
        "soft_bounces",
        "bounce_text",
        "bounce_status",
        "bounced_at",
        "address_hash",
        "bounce_token",
    ):
        op.drop_column("messages", column)
