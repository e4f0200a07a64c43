"""Whether the organisers may follow who answers, as each rater was told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the promise; whoever is rating already is followed by nobody from now on."""
    op.add_column(
        "assignments",
        sa.Column("is_followed", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    """Drop the promise."""
    op.drop_column("assignments", "is_followed")
