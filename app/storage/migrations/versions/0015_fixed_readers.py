"""Who was each participant's manager when the round began to close."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of rounds that were closed before, nobody knows."""
    # Not in batch mode: that makes the table anew, and takes what refers to the old one with it.
    op.add_column("participants", sa.Column("fixed_manager_id", sa.String(length=32), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("participants", "fixed_manager_id")
