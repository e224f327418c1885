"""Step 0006: one-time tokens with which robots enrol."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UNIX_S = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table. Its robots need not be known yet."""
    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("robot_id", sa.String(32), nullable=False),
        sa.Column("robot_name", sa.String(40), nullable=False),
        sa.Column("token_hash", sa.String(43), nullable=False),
        sa.Column("created", UNIX_S, nullable=False),
        sa.Column("expires_at", UNIX_S, nullable=False),
        sa.Column("used_at", UNIX_S),
        sa.Column("used_key", sa.String(43)),
        sa.Column("withdrawn_at", UNIX_S),
    )
    op.create_index("enrolments_token_hash", "enrolments", ["token_hash"], unique=True)
    op.create_index("enrolments_robot_id", "enrolments", ["robot_id"])


def downgrade() -> None:
    """Remove the table: open tokens are no longer valid, and enrolled robots stay known."""
    op.drop_table("enrolments")
