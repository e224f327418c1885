"""The office's rows behind one class."""

from bridge.base.clock import Clock
from bridge.register.child_naming import ChildNaming
from bridge.register.children import ChildRows
from bridge.register.dealing import RequestDeals
from bridge.register.devices import DeviceActs
from bridge.register.erasing import Erasing
from bridge.register.exports import Exports
from bridge.register.families import Families
from bridge.register.fleet_acts import FleetActs
from bridge.register.history import HistoryRows
from bridge.register.last_change import LastChanges
from bridge.register.members import Members
from bridge.register.morning import MorningReaders
from bridge.register.papers import PaperRows
from bridge.register.passkeys import Passkeys
from bridge.register.retention import Retention
from bridge.register.robot_acts import RobotActs
from bridge.register.robot_days import RobotDays
from bridge.register.search import Search
from bridge.register.settings import SettingRows
from bridge.register.today import TodayRows
from bridge.register.undoing import Undoing
from bridge.register.ways_in import WaysIn
from bridge.store.engine import Database


class Register(
    DeviceActs,
    ChildRows,
    RobotActs,
    Search,
    TodayRows,
    Undoing,
    Passkeys,
    Members,
    WaysIn,
    HistoryRows,
    Erasing,
    Retention,
    Families,
    PaperRows,
    SettingRows,
    RequestDeals,
    FleetActs,
    MorningReaders,
    RobotDays,
    LastChanges,
    ChildNaming,
    Exports,
):
    """Everything that the office keeps.

    Every method is one transaction. It raises `StoreError` if the database cannot be used,
    `Declined` with words for the staff if the office does not do it, and `NotYours` for a row that
    is not there or belongs to another school.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
