"""The time zones of people who live elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; everybody lives where the organisation does, as before."""
    op.add_column("persons", sa.Column("time_zone", sa.String(64), server_default="", nullable=False))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("persons", "time_zone")
