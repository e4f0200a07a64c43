"""Role profiles, and the target levels a participant was launched with."""

import sqlalchemy as sa
from alembic import op

import app.storage.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add role profiles and frozen targets."""
    op.create_table(
        "role_profiles",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("framework_id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=600), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("changed_at", app.storage.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_profiles")),
        sa.UniqueConstraint("framework_id", "name_key", name=op.f("uq_role_profiles_framework_id_name_key")),
    )
    # Not in batch mode: that makes the table anew, and takes what refers to the old one with it.
    op.add_column("participants", sa.Column("target_levels", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Drop role profiles and frozen targets."""
    op.drop_column("participants", "target_levels")
    op.drop_table("role_profiles")
