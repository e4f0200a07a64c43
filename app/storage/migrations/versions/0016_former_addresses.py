"""Mail addresses that people had before, to tell them there that somebody changed it."""

import sqlalchemy as sa
from alembic import op

import app.storage.base

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "former_addresses",
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("changed_at", app.storage.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_former_addresses_person_id_persons"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_former_addresses")),
    )
    op.create_index(op.f("ix_former_addresses_person_id"), "former_addresses", ["person_id"], unique=False)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("former_addresses")
