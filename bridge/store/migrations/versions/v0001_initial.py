"""Step 0001: robots, loans, pairings, devices."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# PostgreSQL's INTEGER ends in January 2038.
UNIX_S = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the first four tables."""
    op.create_table(
        "robots",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("public_key", sa.String(43), nullable=False),
        sa.Column("created", UNIX_S, nullable=False),
    )
    op.create_table(
        "loans",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("robot_id", sa.String(32), sa.ForeignKey("robots.id"), nullable=False),
        sa.Column("pupil_name", sa.String(40), nullable=False),
        sa.Column("from_date", sa.Date, nullable=False),
        sa.Column("until_date", sa.Date, nullable=False),
        sa.Column("teacher_token_hash", sa.String(64), nullable=False, unique=True),
        sa.CheckConstraint("from_date <= until_date", name="loans_in_order"),
    )
    op.create_table(
        "pairings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "loan_id", sa.Integer, sa.ForeignKey("loans.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("lookup", sa.String(22), nullable=False, unique=True),
        sa.Column("mac_key", sa.LargeBinary(32), nullable=False),
        sa.Column("expires_at", UNIX_S, nullable=False),
        sa.Column("used_at", UNIX_S),
        sa.CheckConstraint("kind IN ('secret', 'word')", name="pairings_kind"),
    )
    op.create_table(
        "devices",
        sa.Column(
            "loan_id", sa.Integer, sa.ForeignKey("loans.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("public_key", sa.String(43), primary_key=True),
        sa.Column("paired_at", UNIX_S, nullable=False),
    )
    op.create_index("devices_public_key", "devices", ["public_key"])
    op.create_index("loans_robot_id", "loans", ["robot_id"])


def downgrade() -> None:
    """Drop the four tables."""
    for table in ("devices", "pairings", "loans", "robots"):
        op.drop_table(table)
