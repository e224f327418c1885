"""Robots whose cards are written in tests."""

import string

from hypothesis import strategies as st

from bridge.tables.cells import CellPlace
from technician.lists.records import (
    ClientCertificate,
    Enterprise,
    ListedRobot,
    Outside,
    SharedPassword,
    Wifi,
)

PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"

LETTERS = st.one_of(
    st.sampled_from(" \"'\\;#=%$`[]äß€😀\u0085\u2028\u2029\ufeff\x7f"),
    st.sampled_from(string.ascii_letters + string.digits),
    st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(32)))),
)
"""Letters of names and passwords of networks; those that hurt come often."""

SSIDS = st.text(LETTERS, min_size=1, max_size=32).filter(lambda text: len(text.encode()) <= 32)
PASSWORDS = st.one_of(
    st.text(LETTERS, min_size=8, max_size=40),
    st.text("0123456789abcdefABCDEF", min_size=64, max_size=64),
)

HARD = " a;b\\s\"c'#=ä😀\\"
"""A password that every careless writer breaks."""


def robot(wifi: Wifi | None = None, outside: Outside | None = None, token: str = "") -> ListedRobot:
    return ListedRobot(
        id="kaethe",
        name="Käthe",
        serial="KRL-0001",
        place=CellPlace("Geräte", 2),
        bridge_url="wss://karlsson.example.org/signal",
        wifi=wifi,
        outside=outside or Outside(),
        token=token,
        body='[body]\ndriver = "gpio"\n',
    )


NETWORKS = {
    "open": Wifi("Gäste"),
    "wpa2": Wifi(' Schule; "Nord" ', SharedPassword("wpa-psk", HARD), hidden=True),
    "raw": Wifi("Schule", SharedPassword("wpa-psk", "0aF" * 21 + "1")),
    "wpa3": Wifi("12;34;", SharedPassword("sae", HARD)),
    "peap": Wifi("Lehrer", Enterprise("peap", "u@schule", HARD, "anonym@schule", ca=PEM)),
    "public": Wifi("L", Enterprise("peap", "u", HARD, server_name="radius.schule.example")),
    "unproven": Wifi("L", Enterprise("peap", "u", HARD, checks_server=False)),
    "ttls": Wifi("eduroam", Enterprise("ttls", " u ", HARD, inner="pap", ca=PEM)),
    "tls": Wifi(
        "L", Enterprise("tls", "host/k", ca=PEM, client=ClientCertificate("pem", b"c", b"k"))
    ),
    "p12": Wifi(
        "L",
        Enterprise("tls", "host/k", ca=PEM, client=ClientCertificate("p12", b"", b"\xff", HARD)),
    ),
}
"""A network of each kind."""
