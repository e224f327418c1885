"""PURE. Causes for which a robot does not reach its bridge, and what a technician is told. No I/O.

One word goes the whole way: from an error of the robot's link to its log and its status, to the
bridge with the next hello, and into `karlsson-robot nettest`.
"""

from collections.abc import Mapping
from typing import Literal, get_args

NetworkCause = Literal[
    "no_network",
    "name_service",
    "no_route",
    "refused",
    "cut",
    "silent",
    "portal",
    "no_tls",
    "tls_opened",
    "own_certificate",
    "wrong_name",
    "clock",
    "expired",
    "proxy_password",
    "proxy_refuses",
    "proxy_away",
    "not_bridge",
    "bridge_away",
    "bridge_busy",
    "bridge_refuses",
    "lost",
    "not_enrolled",
    "unknown_robot",
    "wrong_key",
    "twin",
    "copied",
    "token_mistyped",
    "token_unknown",
    "token_used",
    "token_expired",
    "token_withdrawn",
    "token_other_robot",
    "key_taken",
    "bridge_too_old",
    "not_kept",
]
"""Reason why the link to the bridge does not come up, or went down."""

CAUSES: tuple[NetworkCause, ...] = get_args(NetworkCause)

OF_IDENTITY: tuple[NetworkCause, ...] = CAUSES[CAUSES.index("not_enrolled") :]
"""Causes that lie in who the robot is: the network is well, and a person has to do something. A
bridge of before does not know them."""

OF_NETWORK: frozenset[NetworkCause] = frozenset(
    {"no_network", "name_service", "no_route", "silent", "cut", "portal", "no_tls"}
)
"""Causes that another network may mend."""

_ANEW = (
    "`karlsson-bridge robot enrol {}` makes one, and `karlsson-robot enrol TOKEN` on this robot "
    "uses it"
)

_SHEET = "`karlsson-robot nettest` writes a sheet for the IT department"

WORDS: Mapping[NetworkCause, str] = {
    "no_network": "this robot has no network; look at its Wi-Fi or its cable",
    "name_service": "the bridge's name is not found; the name service of this network does not "
    "answer, or does not know it: look at bridge.url, and at the network's DNS",
    "no_route": f"no way leads to the bridge; a router or a firewall turns it away: {_SHEET}",
    "refused": f"the port is closed; a firewall refuses it, or nothing listens there: {_SHEET}",
    "cut": f"the line is cut while it is set up; a filter or a proxy does so: {_SHEET}",
    "silent": f"no answer; a firewall drops what is sent, or the bridge is down: {_SHEET}",
    "portal": "a page of this network stands in the way (captive portal); somebody has to accept "
    "it for this robot, or the network has to let the robot through",
    "no_tls": "what answers speaks no TLS; it is a portal, or bridge.url names the wrong port",
    "tls_opened": "the certificate is signed by an authority that is not known here; a proxy opens "
    "TLS: it has to leave the bridge out, or its certificate belongs into network.ca_file",
    "own_certificate": "the certificate vouches for itself; if it is the bridge's own, it belongs "
    "into bridge.ca, else a proxy opens TLS",
    "wrong_name": "the certificate is for another name; another server answers for the bridge: "
    "look at bridge.url, and whether a page of this network stands in the way",
    "clock": "this robot's clock is wrong; `timedatectl` shows it and its time server, which the "
    "network has to let through (UDP 123)",
    "expired": "the bridge's certificate has expired, or this robot's clock is ahead; "
    "`timedatectl` shows the clock, else the certificate has to be renewed on the bridge",
    "proxy_password": "the proxy wants another user or password; network.proxy holds them",
    "proxy_refuses": "the proxy refuses the way to the bridge; it has to allow CONNECT to its host "
    "and port",
    "proxy_away": "the proxy cannot be reached; network.proxy holds its address",
    "not_bridge": "another server answers for the bridge; look at bridge.url",
    "bridge_away": "a proxy before the bridge answers, and the bridge itself does not; "
    "`systemctl status karlsson-bridge` on its server says why",
    "bridge_busy": "the bridge is full, or was asked too often; this robot tries again by itself",
    "bridge_refuses": "the bridge refuses this robot; the robot's log says how to mend that",
    "lost": f"the line was lost; this robot tries again by itself, and if it is often: {_SHEET}",
    "not_enrolled": "this robot is not enrolled and has no token; " + _ANEW.format("NAME"),
    "unknown_robot": "the bridge knows no robot of this name (robot.id); look for a mistake in it, "
    "or enrol the robot: " + _ANEW.format("NAME"),
    "wrong_key": "the bridge knows this robot with another key; if the robot was set up again, it "
    "needs a token: " + _ANEW.format("NAME"),
    "twin": "another robot with the same key is connected, as from a copied card; make a token by "
    "`karlsson-bridge robot enrol NEW-NAME`, and use it on the copy: `karlsson-robot enrol TOKEN`",
    "copied": "this card was copied or moved from another robot, so its key is not used; a copy "
    "needs a token of its own, a card that was moved `karlsson-robot enrol --moved`",
    "token_mistyped": "the enrolment token is mistyped; compare it with the list, and type it "
    "again: `karlsson-robot enrol TOKEN`",
    "token_unknown": "the bridge does not know this enrolment token; look whether bridge.url is "
    "the bridge that made it, or take a new one",
    "token_used": "the enrolment token was used before, by another robot; take a new one",
    "token_expired": "the enrolment token is too old; take a new one",
    "token_withdrawn": "the enrolment token was withdrawn or replaced; take the newest one",
    "token_other_robot": "the enrolment token is for another robot than robot.id names; take the "
    "right one, or leave robot.id out",
    "key_taken": "another robot has this key (/etc/credstore holds a copy); make a key of its own "
    "there, see systemd/README.md",
    "bridge_too_old": "this bridge enrols no robots yet; update it, or use `karlsson-robot key` "
    "and `karlsson-bridge robot add`",
    "not_kept": "this robot cannot read or write its folder (robot.state_dir); look for a full, "
    "read-only or broken disk, and at the folder's owner",
}
