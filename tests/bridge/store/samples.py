"""One robot, and the days of one loan."""

from datetime import date, timedelta

from bridge.base.records import Robot

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
SPAN = (TODAY, TODAY + 30 * DAY)
ROBOT = Robot("karlsson-1", "Karlsson", "K" * 43, 1000)
OTHER = Robot("karlsson-2", "Kalle", "L" * 43, 1000)
