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
]
"""Why the link to the bridge does not come up, or went down."""

CAUSES: tuple[NetworkCause, ...] = get_args(NetworkCause)

WORDS: Mapping[NetworkCause, str] = {
    "no_network": "this robot has no network; look at its Wi-Fi or its cable",
    "name_service": "the bridge's name is not found; the name service of this network does not "
    "answer, or does not know it",
    "no_route": "no way leads to the bridge; a router or a firewall turns it away",
    "refused": "the port is closed; a firewall refuses it, or nothing listens there",
    "cut": "the line is cut while it is set up; a filter or a proxy does so",
    "silent": "no answer; a firewall drops what is sent, or the bridge is down",
    "portal": "a page of this network stands in the way (captive portal); somebody has to accept "
    "it for this robot, or the network has to let the robot through",
    "no_tls": "what answers speaks no TLS; it is a portal, or bridge.url names the wrong port",
    "tls_opened": "the certificate is signed by an authority that is not known here; a proxy opens "
    "TLS: it has to leave the bridge out, or its certificate belongs into network.ca_file",
    "own_certificate": "the certificate vouches for itself; if it is the bridge's own, it belongs "
    "into bridge.ca, else a proxy opens TLS",
    "wrong_name": "the certificate is for another name; another server answers for the bridge",
    "clock": "this robot's clock is wrong",
    "expired": "the bridge's certificate has expired, or this robot's clock is ahead",
    "proxy_password": "the proxy wants another user or password (network.proxy)",
    "proxy_refuses": "the proxy refuses the way to the bridge; it has to allow CONNECT to its host "
    "and port",
    "proxy_away": "the proxy cannot be reached (network.proxy)",
    "not_bridge": "another server answers for the bridge; look at bridge.url",
    "bridge_away": "a proxy before the bridge answers, and the bridge itself does not",
    "bridge_busy": "the bridge is full, or was asked too often",
    "bridge_refuses": "the bridge refuses this robot; the robot's log says how to mend that",
    "lost": "the line was lost",
}
