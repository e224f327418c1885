"""Waves of releases, and what each robot runs.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

UNIX_S = sa.BigInteger()


def upgrade() -> None:
    """Add the two tables; they begin empty, and robots fill the second one."""
    op.create_table(
        "waves",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("version", sa.String(24), nullable=False),
        sa.Column("first_robot", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(8), nullable=False),
        sa.Column("soak_s", UNIX_S, nullable=False),
        sa.Column("started", UNIX_S, nullable=False),
        sa.Column("stage_began", UNIX_S, nullable=False),
        sa.Column("stopped_at", UNIX_S),
        sa.Column("why", sa.String(400), nullable=False),
    )
    op.create_table(
        "carried",
        sa.Column("robot_id", sa.String(32), primary_key=True),
        sa.Column("running", sa.String(24), nullable=False),
        sa.Column("fell_back", sa.String(24), nullable=False),
        sa.Column("fell_at", UNIX_S, nullable=False),
        sa.Column("seen_at", UNIX_S, nullable=False),
    )


def downgrade() -> None:
    """Remove the tables: a wave that runs ends, and robots keep what they have."""
    op.drop_table("carried")
    op.drop_table("waves")
