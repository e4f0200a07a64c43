"""How many copies of a mail may have arrived without our knowing; an index less for every mail to change."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing is known about mails of before. `ix_messages_due` begins with the state too."""
    op.add_column("messages", sa.Column("possible_copies", sa.Integer(), server_default="0", nullable=False))
    op.drop_index("ix_messages_state", table_name="messages")


def downgrade() -> None:
    """Take it away."""
    op.create_index("ix_messages_state", "messages", ["state"])
    op.drop_column("messages", "possible_copies")
