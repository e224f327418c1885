"""Columns that a loan's row does not hold itself: the state of its school, and its open ticks."""

import sqlalchemy as sa

from bridge.store.office_tables import schools, ticks
from bridge.store.tables import loans

FEDERAL_STATE = sa.func.coalesce(
    sa.select(schools.c.state).where(schools.c.id == loans.c.school_id).scalar_subquery(), ""
)

OPEN_TICKS = (
    sa.select(sa.func.count())
    .where(ticks.c.loan_id == loans.c.id, ticks.c.done_on.is_(None))
    .scalar_subquery()
)
