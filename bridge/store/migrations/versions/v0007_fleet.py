"""Step 0007: when each robot was last seen and examined, and which alarms are raised."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNIX_S = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sightings",
        sa.Column("robot_id", sa.String(32), sa.ForeignKey("robots.id"), primary_key=True),
        sa.Column("seen_at", UNIX_S, nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("doctor_at", UNIX_S),
        sa.Column("doctor_failed", sa.Text, nullable=False),
    )
    op.create_table(
        "alarms",
        sa.Column("robot_id", sa.String(32), sa.ForeignKey("robots.id"), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("since", UNIX_S, nullable=False),
        sa.Column("told_at", UNIX_S),
        sa.Column("over_at", UNIX_S),
    )


def downgrade() -> None:
    """Remove the tables: robots are seen again within a minute, and alarms are told anew."""
    op.drop_table("alarms")
    op.drop_table("sightings")
