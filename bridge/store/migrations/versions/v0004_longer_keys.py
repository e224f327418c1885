"""Step 0004: room for device keys of 44 characters, which are those of P-256."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = 43
AFTER = 44

devices = sa.table("devices", sa.column("public_key", sa.String))


def upgrade() -> None:
    """Widen the column of the devices' keys."""
    _resize(BEFORE, AFTER)


def downgrade() -> None:
    """Forget the devices whose keys an older bridge cannot read, and narrow the column."""
    op.execute(sa.delete(devices).where(sa.func.length(devices.c.public_key) > BEFORE))
    _resize(AFTER, BEFORE)


def _resize(old: int, new: int) -> None:
    # SQLite does not limit the length of a text.
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("devices", "public_key", type_=sa.String(new), existing_type=sa.String(old))
