"""HR's choice to release a round under the stricter rule."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the choice; rounds released so far were released as they are."""
    op.add_column(
        "rounds",
        sa.Column("is_released_under_core", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    """Drop the choice."""
    op.drop_column("rounds", "is_released_under_core")
