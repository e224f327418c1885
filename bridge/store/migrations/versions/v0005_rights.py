"""Step 0005: what a loan allows the child, and the sealed class key of its sheets.

Loans of before allow everything. They have no class key until their links are renewed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

RIGHTS = ("may_zoom", "may_still", "may_sheets", "may_speech")


def upgrade() -> None:
    """Add the columns."""
    for name in RIGHTS:
        op.add_column(
            "loans", sa.Column(name, sa.Boolean, nullable=False, server_default=sa.true())
        )
    op.add_column("loans", sa.Column("sealed_class_key", sa.String(86)))


def downgrade() -> None:
    """Remove the columns; a loan allows everything again, and no sheets cross."""
    op.drop_column("loans", "sealed_class_key")
    for name in reversed(RIGHTS):
        op.drop_column("loans", name)
