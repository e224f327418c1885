"""PURE. The network of a row, from whichever of its cells are filled. No I/O."""

import re
from typing import Literal, Protocol

from technician.lists import values
from technician.lists.columns import Column
from technician.lists.records import ClientCertificate, Enterprise, SharedPassword, Wifi
from technician.lists.row_reader import RowReader
from technician.lists.values import NOTHING, Inner, Security

DASHES = ("-", "–", "—")

ENTERPRISE = ("peap", "ttls", "tls")
"""Ways to let in somebody with an account of their own."""

CERTIFICATE = "the file with the certificate of the network's server"


class Attachments(Protocol):
    """Files that a list names. Each method raises `WrongValueError` with a remedy."""

    def certificates(self, name: str) -> str:
        """Return one or more certificates of authorities in PEM."""

    def client(self, certificate: str, key: str, password: str) -> ClientCertificate:
        """Return certificate and key of an account; `key` is empty where one file holds both."""

    def body(self, name: str) -> str:
        """Return the content of a body's configuration."""


def wifi(row: RowReader, files: Attachments, school_ca: str = "") -> Wifi | None:
    """Return the network of a row, or None for a robot on the cable.

    Args:
        row: The row.
        files: Files that it names.
        school_ca: The school's own authority, which then proves the network's server as well,
            where the row names nothing else for that.
    """
    if not row.given(Column.SSID):
        for column in (Column.PASSWORD, Column.USER, Column.CERTIFICATE):
            if row.given(column):
                row.wrong(column, "is there, and no network is named", "write the network's name")
                return None
        return None
    name = row.of(Column.SSID, values.ssid, row.raw(Column.SSID), "")
    hidden = row.parsed(Column.HIDDEN, values.yes, False)
    known = _security(row)
    if known is None:
        return Wifi(name, None, hidden)
    if known == "open":
        if row.given(Column.PASSWORD):
            row.wrong(
                Column.PASSWORD,
                "is there, and the network is said to be open",
                "empty one of the two cells",
            )
        return Wifi(name, None, hidden)
    if known == "wpa-psk" or known == "sae":
        return Wifi(name, _shared(row, known), hidden)
    return Wifi(name, _enterprise(row, known, files, school_ca), hidden)


def _security(row: RowReader) -> Security | None:
    """Return how the network is secured, also where the list leaves that open."""
    known: Security | None = None
    if row.text(Column.SECURITY) not in ("", *DASHES):
        known = row.of(Column.SECURITY, values.security, row.text(Column.SECURITY), None)
        if known is None:
            return None
    if row.given(Column.METHOD):
        return _method(row, known)
    if known == "peap" and "peap" not in row.text(Column.SECURITY).casefold():
        _tell_peap(row, Column.SECURITY, "no EAP method is given")
    if known:
        return known
    if row.given(Column.CERTIFICATE):
        return "tls"
    if row.given(Column.USER):
        _tell_peap(row, Column.USER, "a user and no security is given")
        return "peap"
    if row.text(Column.PASSWORD):
        return "wpa-psk"
    row.wrong(
        Column.PASSWORD,
        f"the network {values.shown(row.text(Column.SSID))} has no password",
        f"write it, or 'offen' under {'/'.join(Column.SECURITY.value)} if the network is open",
    )
    return None


def _method(row: RowReader, known: Security | None) -> Security | None:
    """Return what the column of EAP methods says, if it goes with the security."""
    method = row.of(Column.METHOD, values.security, row.text(Column.METHOD), None)
    if method is None:
        return None
    if method in ENTERPRISE and (known is None or known in ENTERPRISE):
        return method
    row.wrong(
        Column.METHOD,
        f"{values.shown(row.text(Column.METHOD))} does not go with the network's security",
        "PEAP, TTLS or TLS for a network with accounts, else nothing",
    )
    return None


def _tell_peap(row: RowReader, column: Column, why: str) -> None:
    row.note(
        column,
        f"{why}: read as PEAP with MSCHAPv2, which most schools have",
        f"else write TTLS or TLS under {'/'.join(Column.SECURITY.value)}",
    )


def _shared(row: RowReader, known: Literal["wpa-psk", "sae"]) -> SharedPassword | None:
    text = row.raw(Column.PASSWORD)
    if not text:
        row.wrong(Column.PASSWORD, "the network's password is missing", "write it")
        return None
    if not text.isascii():
        row.note(
            Column.PASSWORD,
            "the password holds letters such as ä, which access points do not all read alike",
            "if the robot gets no Wi-Fi, ask for a password without them",
        )
    if not row.of(Column.PASSWORD, lambda raw: values.passphrase(raw, known), text, ""):
        return None
    return SharedPassword(known, text)


def _enterprise(
    row: RowReader,
    method: Literal["peap", "ttls", "tls"],
    files: Attachments,
    school_ca: str,
) -> Enterprise:
    user, password = row.raw(Column.USER), row.raw(Column.PASSWORD)
    if not user:
        row.wrong(Column.USER, "the name of the account is missing", "write the account's name")
    client = None
    if method == "tls":
        client = _client(row, files)
    elif not password:
        row.wrong(Column.PASSWORD, "the account's password is missing", "write it")
    ca, checks = _server_certificate(row, files, school_ca)
    return Enterprise(
        method=method,
        user=user,
        password="" if method == "tls" else password,
        outer_user=row.raw(Column.OUTER_USER),
        inner=_inner(row, method),
        ca=ca,
        checks_server=checks,
        server_name=row.parsed(Column.RADIUS_NAME, values.host, ""),
        client=client,
    )


def _inner(row: RowReader, method: str) -> Inner:
    if row.given(Column.INNER):
        return row.parsed(Column.INNER, values.inner_method, "mschapv2")
    if method == "ttls":
        told = row.text(Column.SECURITY) + row.text(Column.METHOD)
        if re.search(r"(?<!ms)(?<!e)pap", told.casefold()):
            return "pap"
        row.note(
            Column.SECURITY,
            "TTLS without an inner method: read as MSCHAPv2",
            f"else write PAP under {'/'.join(Column.INNER.value)}",
        )
    return "mschapv2"


def _server_certificate(row: RowReader, files: Attachments, school_ca: str) -> tuple[str, bool]:
    """Return the server's certificate, and whether any is asked for."""
    text = row.text(Column.RADIUS_CA)
    if text.casefold() in ("system", "öffentlich", "public"):
        if not row.given(Column.RADIUS_NAME):
            row.wrong(
                Column.RADIUS_CA,
                "any server with a public certificate would do",
                f"write the server's name under {'/'.join(Column.RADIUS_NAME.value)}",
            )
        return "", True
    if text and text.casefold() not in NOTHING:
        return row.of(Column.RADIUS_CA, files.certificates, text, ""), True
    if text.casefold() in NOTHING - {""}:
        row.note(
            Column.RADIUS_CA,
            "nothing proves the network's server: a stranger's network of the same name can learn"
            " the account's password",
            f"ask the IT department for {CERTIFICATE}",
        )
        return "", False
    if school_ca:
        row.note(
            Column.RADIUS_CA,
            "no certificate of the network's server is named: the school's own is taken",
            "name another one if the robot gets no Wi-Fi",
        )
        return school_ca, True
    row.wrong(
        Column.RADIUS_CA,
        f"{CERTIFICATE} is missing",
        "name the file, or write 'system' for a public certificate, or 'ohne' if there is none",
    )
    return "", True


def _client(row: RowReader, files: Attachments) -> ClientCertificate | None:
    name = row.text(Column.CERTIFICATE)
    if not row.given(Column.CERTIFICATE):
        row.wrong(
            Column.CERTIFICATE,
            "TLS needs a certificate of the robot's own, and no file is named",
            "name its .p12 or .pem file",
        )
        return None
    key, password = row.text(Column.KEY), row.raw(Column.KEY_PASSWORD)
    return row.of(Column.CERTIFICATE, lambda one: files.client(one, key, password), name, None)
