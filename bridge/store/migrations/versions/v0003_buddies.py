"""Step 0003: a second, weaker link of a loan, for a class buddy.

Loans of before have none until their links are renewed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, in which no two loans have the same link."""
    op.add_column("loans", sa.Column("buddy_hash", sa.String(64)))
    op.create_index("loans_buddy_hash", "loans", ["buddy_hash"], unique=True)


def downgrade() -> None:
    """Remove the column; the links of buddies are no longer valid."""
    op.drop_index("loans_buddy_hash", "loans")
    op.drop_column("loans", "buddy_hash")
