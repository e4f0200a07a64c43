"""Own frameworks, and competencies that are switched off."""

import sqlalchemy as sa
from alembic import op

import app.storage.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of own frameworks."""
    op.create_table(
        "framework_revisions",
        sa.Column("framework_id", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("created_at", app.storage.base.Instant(timezone=True), nullable=False),
        sa.Column("published_at", app.storage.base.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('draft','published')", name=op.f("ck_framework_revisions_state")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_framework_revisions_revision")),
        sa.PrimaryKeyConstraint("framework_id", "revision", name=op.f("pk_framework_revisions")),
    )
    op.create_table(
        "switched_off_competencies",
        sa.Column("framework_id", sa.String(length=100), nullable=False),
        sa.Column("competency_id", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("framework_id", "competency_id", name=op.f("pk_switched_off_competencies")),
    )


def downgrade() -> None:
    """Drop the tables of own frameworks."""
    op.drop_table("switched_off_competencies")
    op.drop_table("framework_revisions")
