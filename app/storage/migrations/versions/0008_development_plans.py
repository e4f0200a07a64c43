"""Development plans and the pulses that follow them."""

import sqlalchemy as sa
from alembic import op

import app.storage.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add plans, their readers, pulses, and which rounds are pulses."""
    op.create_table(
        "development_plans",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("aims", sa.JSON(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("created_at", app.storage.base.Instant(timezone=True), nullable=False),
        sa.Column("changed_at", app.storage.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_development_plans_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_plans")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_development_plans_participant_id")),
    )
    op.create_table(
        "plan_readers",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("shared_at", app.storage.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["development_plans.id"],
            name=op.f("fk_plan_readers_plan_id_development_plans"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["persons.id"],
            name=op.f("fk_plan_readers_person_id_persons"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_plan_readers")),
    )
    op.create_index(op.f("ix_plan_readers_person_id"), "plan_readers", ["person_id"])
    op.create_table(
        "pulses",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("consented_at", app.storage.base.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("state IN ('waiting','started','skipped')", name=op.f("ck_pulses_state")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_pulses_participant_id_participants"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_pulses_round_id_rounds"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulses")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_pulses_participant_id")),
        sa.UniqueConstraint("round_id", name=op.f("uq_pulses_round_id")),
    )
    op.create_index(op.f("ix_pulses_state"), "pulses", ["state"])
    op.add_column("rounds", sa.Column("is_pulse", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Drop plans and pulses; the rounds that were pulses stay as rounds."""
    op.drop_column("rounds", "is_pulse")
    op.drop_table("pulses")
    op.drop_table("plan_readers")
    op.drop_table("development_plans")
