"""Settings of the office: one row a subject, its value as JSON."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec
import sqlalchemy as sa

from bridge.base.words import Outdated
from bridge.lending.permissions import Member
from bridge.register.changes import CHANGED, Changes
from bridge.store.office_tables import settings

T = TypeVar("T")


@dataclass(frozen=True)
class KeptSetting(Generic[T]):
    """A setting as it is kept.

    Args:
        version: Counts its changes; 0 for one that nobody has set.
    """

    value: T
    version: int


class SettingRows(Changes):
    """Settings of a database."""

    async def setting(self, name: str, kind: type[T]) -> KeptSetting[T]:
        """Return a setting; one that nobody has set has the defaults of its kind."""
        query = sa.select(settings).where(settings.c.name == name)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return KeptSetting(kind(), 0)
        return KeptSetting(msgspec.json.decode(row.value, type=kind), row.version)

    async def set_setting(self, member: Member, name: str, value: object, version: int) -> int:
        """Keep a setting; return the number of the change.

        Args:
            version: That the person saw; 0 if nobody had set it.

        Raises:
            Outdated: Somebody has changed it since.
        """
        text = msgspec.json.encode(value).decode()
        kind, _, of = name.partition(".")
        async with self.change(member, f"setting.{kind}", facts={"of": of}) as change:
            query = sa.select(settings.c.version).where(settings.c.name == name).with_for_update()
            now = (await change.connection.execute(query)).scalar_one_or_none()
            if (now or 0) != version:
                raise Outdated(CHANGED)
            if now is None:
                await change.insert(settings, name=name, value=text, version=1)
            else:
                await change.update(settings, {"name": name}, version, value=text)
        return change.id
