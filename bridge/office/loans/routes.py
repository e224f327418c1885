"""All routes of loans."""

from bridge.office.frame.routes import OfficeRoute
from bridge.office.loans import (
    acts,
    calendar,
    days_page,
    device_acts,
    handing,
    lessons,
    list_page,
    loan_page,
    new_loan,
    pencilled,
    swap,
)

ROUTES: tuple[OfficeRoute, ...] = (
    *calendar.ROUTES,
    *list_page.ROUTES,
    *new_loan.ROUTES,
    *loan_page.ROUTES,
    *acts.ROUTES,
    *handing.ROUTES,
    *days_page.ROUTES,
    *device_acts.ROUTES,
    *lessons.ROUTES,
    *swap.ROUTES,
    *pencilled.ROUTES,
)
"""Every page and act about loans."""
