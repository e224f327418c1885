"""The day on which a loan's teacher's link was used last.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table; of links of before nobody knows whether they were used."""
    op.create_table(
        "link_uses",
        # A table of its own: an undo compares whole rows of loans, and a use changes none.
        sa.Column(
            "loan_id",
            sa.Integer,
            sa.ForeignKey("loans.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        # Of the link that was used: a renewed one begins anew.
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("used_on", sa.Date, nullable=False),
    )


def downgrade() -> None:
    """Remove the table: when links were used is forgotten."""
    op.drop_table("link_uses")
