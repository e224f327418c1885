"""Step 0002: one loan of a robot at a time, one robot for a key, and withdrawal.

SQLite has triggers where PostgreSQL has an exclusion constraint. A later step that creates the
table of loans again has to create the triggers again: SQLite drops them with the table.
"""

import logging
import time
from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

from bridge.store.migrations import mending

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)

UNIX_S = sa.BigInteger().with_variant(sa.Integer, "sqlite")
NEW_COLUMNS = (("loans", "ended_at"), ("pairings", "withdrawn_at"), ("devices", "locked_at"))

# One trigger for each way in which two loans could come to share a day.
OVERLAP = """
CREATE TRIGGER loans_overlap_{event} BEFORE {how} ON loans
WHEN NEW.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM loans AS other
    WHERE other.robot_id = NEW.robot_id AND other.ended_at IS NULL AND {others}
    AND other.from_date <= NEW.until_date AND other.until_date >= NEW.from_date
)
BEGIN SELECT RAISE(ABORT, 'loans_overlap'); END
"""
WAYS = (("insert", "INSERT", "1"), ("update", "UPDATE", "other.id IS NOT OLD.id"))

loans = sa.table(
    "loans",
    sa.column("id", sa.Integer),
    sa.column("robot_id", sa.String),
    sa.column("from_date", sa.Date),
    sa.column("until_date", sa.Date),
    sa.column("ended_at", UNIX_S),
)
robots = sa.table(
    "robots",
    sa.column("id", sa.String),
    sa.column("public_key", sa.String),
    sa.column("created", UNIX_S),
)
pairings = sa.table("pairings", sa.column("loan_id", sa.Integer), sa.column("withdrawn_at", UNIX_S))
devices = sa.table("devices", sa.column("loan_id", sa.Integer), sa.column("locked_at", UNIX_S))


def upgrade() -> None:
    """Add the new columns, repair contradictory rows, then add the constraints."""
    for table, column in NEW_COLUMNS:
        op.add_column(table, sa.Column(column, UNIX_S))
    connection = op.get_bind()
    _mend_keys(connection)
    _mend_loans(connection)
    op.create_index("robots_public_key", "robots", ["public_key"], unique=True)
    if connection.dialect.name == "sqlite":
        for event, how, others in WAYS:
            op.execute(OVERLAP.format(event=event, how=how, others=others))
        return
    # The id stands in a range of one text, which a GiST index can compare. `=` on text would need
    # the extension btree_gist, and that needs the right to create in the whole database.
    op.execute('CREATE TYPE robot_ids AS RANGE (subtype = text, collation = "C")')
    op.execute(
        "ALTER TABLE loans ADD CONSTRAINT loans_overlap EXCLUDE USING gist ("
        "robot_ids(robot_id, robot_id, '[]') WITH &&, "
        "daterange(from_date, until_date, '[]') WITH &&) WHERE (ended_at IS NULL)"
    )


def downgrade() -> None:
    """Remove constraints and columns; nothing that was withdrawn becomes valid again.

    Step 0001 has no words for "closed", "withdrawn" or "locked". A closed loan keeps the whole days
    that it ran. A loan without such a day is deleted, and so are withdrawn pairings and locked
    devices.
    """
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for event, _how, _others in WAYS:
            op.execute(f"DROP TRIGGER loans_overlap_{event}")
    else:
        op.execute("ALTER TABLE loans DROP CONSTRAINT loans_overlap")
        op.execute("DROP TYPE robot_ids")
    op.drop_index("robots_public_key", "robots")
    closed = sa.select(loans).where(loans.c.ended_at.is_not(None))
    for row in connection.execute(closed).all():
        last = date.fromordinal(_day(row.ended_at).toordinal() - 1)
        this = loans.c.id == row.id
        if last >= row.from_date:
            until = min(last, row.until_date)
            connection.execute(sa.update(loans).where(this).values(until_date=until))
            continue
        for table in (devices, pairings):
            connection.execute(sa.delete(table).where(table.c.loan_id == row.id))
        connection.execute(sa.delete(loans).where(this))
    connection.execute(sa.delete(pairings).where(pairings.c.withdrawn_at.is_not(None)))
    connection.execute(sa.delete(devices).where(devices.c.locked_at.is_not(None)))
    for name, column in NEW_COLUMNS:
        op.drop_column(name, column)


def _mend_keys(connection: sa.Connection) -> None:
    lent = (
        sa.select(loans.c.robot_id, sa.func.max(loans.c.until_date).label("lent_until"))
        .group_by(loans.c.robot_id)
        .subquery()
    )
    query = sa.select(
        robots.c.id, robots.c.public_key, robots.c.created, lent.c.lent_until
    ).outerjoin(lent, lent.c.robot_id == robots.c.id)
    known = [mending.OldRobot(**row._mapping) for row in connection.execute(query).all()]
    for robot, keeper in mending.without_key(known):
        # No key has this form, so nobody can come in by it.
        connection.execute(
            sa.update(robots).where(robots.c.id == robot.id).values(public_key=f"none:{robot.id}")
        )
        log.warning(
            "robots %s and %s had the same key; %s keeps it, and %s needs its own: "
            "karlsson-bridge robot add %s --replace-key",
            *(keeper.id, robot.id, keeper.id, robot.id, robot.id),
        )


def _mend_loans(connection: sa.Connection) -> None:
    query = sa.select(loans.c.id, loans.c.robot_id, loans.c.from_date, loans.c.until_date)
    known = [mending.OldLoan(**row._mapping) for row in connection.execute(query).all()]
    for cut in mending.cuts(known):
        values: dict[str, object] = (
            {"ended_at": int(time.time())}
            if cut.until_date is None
            else {"until_date": cut.until_date}
        )
        connection.execute(sa.update(loans).where(loans.c.id == cut.loan.id).values(**values))
        log.warning(
            "loans %d and %d of robot %s overlapped; loan %d %s",
            *(cut.loan.id, cut.other.id, cut.loan.robot_id, cut.loan.id),
            "was closed" if cut.until_date is None else f"ends on {cut.until_date} now",
        )


def _day(unix_s: int) -> date:
    return datetime.fromtimestamp(unix_s, UTC).astimezone().date()
