"""PURE. The robots of a list, with a remark for each doubt. No I/O."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bridge.tables.cells import CellPlace, Row, Sheet
from technician.lists import columns, values
from technician.lists.columns import Column, Head
from technician.lists.networks import Attachments, wifi
from technician.lists.records import ListedRobot, Outside
from technician.lists.remarks import Remark
from technician.lists.row_reader import RowReader

SUMS = ("summe", "gesamt", "anzahl", "total", "sum", "legende", "stand", "hinweis", "note")
"""First words of rows below a list that are no robots."""


@dataclass(frozen=True)
class ForAll:
    """Settings of each robot whose row does not say otherwise.

    Args:
        tokens: Enrolment tokens by robot, from a file of their own.
        known_zones: Time zones that exist.
    """

    bridge_url: str = ""
    country: str = "DE"
    time_zone: str = "Europe/Berlin"
    outside: Outside = field(default_factory=Outside)
    body_name: str = ""
    tokens: dict[str, str] = field(repr=False, default_factory=dict)
    known_zones: Collection[str] = ()


@dataclass(frozen=True)
class ListOfRobots:
    """Result of reading a list: the robots, and remarks about the list."""

    robots: tuple[ListedRobot, ...]
    remarks: tuple[Remark, ...]


def robots(
    sheets: Sequence[Sheet], for_all: ForAll, files: Attachments, named: str = ""
) -> ListOfRobots:
    """Return the robots of a file.

    Args:
        sheets: The whole file.
        for_all: What holds where a row is silent.
        files: Files that rows name.
        named: Name of the sheet to read; empty for the only one with a list.
    """
    remarks: list[Remark] = []
    sheet = _chosen(sheets, named, remarks)
    if sheet is None:
        return ListOfRobots((), tuple(remarks))
    head = columns.head(sheet)
    assert head is not None
    _tell_head(head, remarks)
    found = _rows(sheet, head, for_all, files, remarks)
    if not found and not any(one.weight == "wrong" for one in remarks):
        where = str(CellPlace(sheet.name, head.row))
        remarks.append(Remark("wrong", where, "no robot stands below the headings"))
    _tell_twins(found, head, remarks)
    return ListOfRobots(tuple(found), tuple(remarks))


def _chosen(sheets: Sequence[Sheet], named: str, remarks: list[Remark]) -> Sheet | None:
    if named:
        for sheet in sheets:
            if sheet.name.casefold() == named.casefold():
                if columns.head(sheet):
                    return sheet
                remarks.append(_no_head(f"sheet {sheet.name}"))
                return None
        has = ", ".join(sheet.name for sheet in sheets if sheet.name) or "no sheets, being a csv"
        remarks.append(Remark("wrong", f"sheet {named}", "is not there", f"the file has {has}"))
        return None
    lists = [sheet for sheet in sheets if columns.head(sheet)]
    shown = [sheet for sheet in lists if not sheet.hidden]
    for sheet in lists:
        if sheet.hidden:
            what = "is hidden, and was left out"
            remedy = f"--sheet '{sheet.name}' reads it"
            remarks.append(Remark("note", f"sheet {sheet.name}", what, remedy))
    if len(shown) > 1:
        names = ", ".join(sheet.name for sheet in shown)
        what = f"several sheets hold a list of robots: {names}"
        remarks.append(Remark("wrong", "the file", what, f"choose: --sheet '{shown[0].name}'"))
        return None
    if not shown:
        remarks.append(_no_head("the file"))
        return None
    return shown[0]


def _no_head(where: str) -> Remark:
    return Remark(
        "wrong",
        where,
        f"no row with headings was found in the first {columns.LOOKED_AT}",
        f"one row has to name the columns, such as: {columns.known_headings('de')}."
        " `karlsson card template` writes an empty list",
    )


def _tell_head(head: Head, remarks: list[Remark]) -> None:
    for cell, column in head.guessed:
        text = f"{values.shown(cell.text)} was read as {column.value[0]} ({column.value[1]})"
        remarks.append(Remark("note", str(cell.place), text, "correct the heading if it is not"))
    for cell, place in head.twice:
        what = f"{values.shown(cell.text)} means the same as the heading in {place}"
        remarks.append(Remark("wrong", str(cell.place), what, "rename one of the two columns"))
    for cell in head.unknown:
        what = f"the column {values.shown(cell.text)} is not used"
        remarks.append(Remark("note", str(cell.place), what))


def _rows(
    sheet: Sheet, head: Head, for_all: ForAll, files: Attachments, remarks: list[Remark]
) -> list[ListedRobot]:
    found: list[ListedRobot] = []
    above: RowReader | None = None
    for row in sheet.rows[head.row :]:
        if row.is_empty:
            continue
        if row.hidden:
            where = str(CellPlace(sheet.name, row.number))
            what = "is hidden, by hand or by a filter, and was left out"
            remarks.append(Remark("note", where, what, "show it to have it read"))
            continue
        reader = RowReader(row, above, head, remarks)
        if not reader.given(Column.NAME) and not reader.given(Column.ID):
            _tell_nameless(row, reader)
            continue
        if reader.text(Column.NAME).casefold().startswith(SUMS) and _filled(row) <= 2:
            reader.note(None, "was left out: it looks like a sum or a remark below the list")
            continue
        found.append(_robot(reader, for_all, files))
        above = reader
    return found


def _filled(row: Row) -> int:
    return sum(bool(cell.text) for cell in row.cells if not cell.merged)


def _tell_nameless(row: Row, reader: RowReader) -> None:
    if _filled(row) == 1:
        reader.note(None, "was left out: it names no robot")
    else:
        reader.wrong(Column.NAME, "this row has no name", "write one, or empty the row")


def _robot(row: RowReader, for_all: ForAll, files: Attachments) -> ListedRobot:
    row.check_cells()
    name = row.parsed(Column.NAME, values.display_name, "")
    robot_id = _id(row, name)
    outside = _outside(row, for_all.outside, files)
    bridge = row.parsed(Column.BRIDGE, values.bridge_url, for_all.bridge_url)
    if not bridge and not row.given(Column.BRIDGE):
        row.wrong(Column.BRIDGE, "the address of the bridge is missing", "name it with --bridge")
    body = row.parsed(Column.BODY, str, for_all.body_name, none="")
    return ListedRobot(
        id=robot_id,
        name=name or robot_id,
        serial=row.parsed(Column.SERIAL, values.serial, ""),
        place=row.place,
        bridge_url=bridge,
        wifi=wifi(row, files, outside.ca),
        country=row.parsed(Column.COUNTRY, values.country, for_all.country),
        time_zone=row.parsed(
            Column.TIME_ZONE,
            lambda text: values.time_zone(text, for_all.known_zones),
            for_all.time_zone,
        ),
        outside=outside,
        token=_token(row, robot_id, for_all),
        is_named_by_token=not row.given(Column.TOKEN) and robot_id in for_all.tokens,
        body=row.of(Column.BODY, files.body, body, "") if body else "",
        body_name=body,
    )


def _id(row: RowReader, name: str) -> str:
    if row.given(Column.ID):
        return row.parsed(Column.ID, values.robot_id, "")
    made = values.id_from(name)
    if name and not made:
        headings = "/".join(Column.ID.value)
        row.wrong(Column.NAME, "makes no name in a network", f"write one under {headings}")
    return made


def _outside(row: RowReader, for_all: Outside, files: Attachments) -> Outside:
    proxy = row.parsed(Column.PROXY, values.proxy, for_all.proxy, none="")
    password = row.raw(Column.PROXY_PASSWORD) or (for_all.proxy_password if proxy else "")
    if password and not proxy and not row.given(Column.PROXY):
        row.wrong(Column.PROXY_PASSWORD, "is there, and no proxy is", "name the proxy")
    elif password and proxy and "@" not in proxy:
        row.wrong(
            Column.PROXY_PASSWORD,
            "the proxy has a password and no user",
            "write the user into the address: http://user@proxy.schule.example:3128",
        )
    elif password and ":" in proxy.rpartition("@")[0].partition("://")[2]:
        row.wrong(
            Column.PROXY_PASSWORD,
            "the proxy's address holds a password as well",
            "leave it in one of the two cells",
        )
    return Outside(
        time_servers=row.parsed(Column.TIME_SERVERS, values.hosts, for_all.time_servers, none=()),
        proxy=proxy,
        proxy_password=password,
        ca=row.parsed(Column.CA, files.certificates, for_all.ca, none=""),
    )


def _token(row: RowReader, robot_id: str, for_all: ForAll) -> str:
    if row.given(Column.TOKEN):
        return row.parsed(Column.TOKEN, values.token, "")
    return for_all.tokens.get(robot_id, "")


def _tell_twins(found: Sequence[ListedRobot], head: Head, remarks: list[Remark]) -> None:
    """Remark on what two robots must not share. A token is never shown."""
    first: dict[tuple[str, str], ListedRobot] = {}
    for robot in found:
        for what, value, columns_of, remedy in (
            ("id", robot.id, (Column.ID, Column.NAME), "give each robot an id of its own"),
            (
                *("serial number", robot.serial, (Column.SERIAL,)),
                "look at both robots and correct one of them",
            ),
            (
                *("token", robot.token, (Column.TOKEN,)),
                "a token lets in one robot, once: make another",
            ),
        ):
            other = first.setdefault((what, value.casefold() if what != "token" else value), robot)
            if value and other is not robot:
                text = "" if what == "token" else f" {values.shown(value)}"
                told = f"the {what}{text} stands in row {other.place.row} as well"
                column = next((one for one in columns_of if one in head.columns), None)
                remarks.append(Remark("wrong", head.where(robot.place, column), told, remedy))
