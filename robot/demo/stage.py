"""Prepare a loan, start the processes, and hold them until told to stop."""

import asyncio
import contextlib
import datetime
import json
import os
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from errno import EADDRINUSE
from pathlib import Path
from typing import Any

import tomli_w

from bridge.process import file_words
from robot.demo.arguments import DemoOptions, Endpoint
from robot.demo.certificate import make_certificate, own_address
from robot.demo.processes import READY_TIMEOUT_S, DemoError, Process, ask
from robot.health import LINKED

ROBOT_ID = "karlsson-1"
LOAN = datetime.timedelta(days=7)

MOST_FOLDER_BYTES = 90
"""The path of a socket takes at most 107 bytes (unix(7)), of which the agent's configuration allows
100; the longest names in the folder are `body.sock` and `bridge.notify`."""


@dataclass(frozen=True)
class Addresses:
    """Addresses that a person opens, and files of the run."""

    pupil: str
    teacher: str
    buddy: str
    office: str
    """Link that lets the first person in to the office, once; empty without one."""
    log: Path
    body_socket: Path


@contextlib.asynccontextmanager
async def staged(options: DemoOptions, folder: Path) -> AsyncIterator[Addresses]:
    """Run the whole system inside the `async with`, and end it afterwards.

    Args:
        folder: Empty, private to this run; holds configuration, state and log.

    Raises:
        DemoError: Something cannot start; the text says what.
    """
    _check_room_for_sockets(folder)
    port = _free_port(options)
    public_url, tls = _public_face(options, folder, port)
    log_path = folder / "demo.log"
    body_socket = options.body_socket or folder / "body.sock"
    paths = _write_configs(options, folder, port, public_url, tls)
    bodies = [] if options.body_socket else [_body(options, paths, folder, log_path, body_socket)]
    bridge = Process(
        "bridge", "bridge", ["serve", "--config", str(paths["bridge"])], folder, log_path
    )
    agent = Process(
        "robot",
        "robot",
        ["run", "--config", str(paths["robot"])],
        folder,
        log_path,
        ready_when=f"STATUS={LINKED}",
    )
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(body.run(), name="body") for body in bodies]
        key = (await ask("robot", "key", "--config", str(paths["robot"]))).strip()
        # The agent reads its libraries while the loan is made; it dials until the bridge is there.
        running.append(tasks.create_task(agent.run(), name="robot"))
        links = await _lend(options, paths, key)
        running.append(tasks.create_task(bridge.run(), name="bridge"))
        await _until_ready([*bodies, bridge, agent], log_path)
        try:
            yield Addresses(
                pupil=_with_language(links["pupil"], options.lang),
                teacher=_with_language(links["teacher"], options.lang),
                buddy=_with_language(links["buddy"], options.lang),
                office=links["office"],
                log=log_path,
                body_socket=body_socket,
            )
        finally:
            for task in running:
                task.cancel()


def _check_room_for_sockets(folder: Path) -> None:
    """Refuse a folder in which the kernel could not make the sockets of the processes."""
    if len(os.fsencode(folder)) > MOST_FOLDER_BYTES:
        raise DemoError(
            f"the folder for temporary files has too long a name for sockets: {folder}; "
            "set TMPDIR to a shorter one, as in TMPDIR=/tmp ./run demo"
        )


def _body(
    options: DemoOptions, paths: dict[str, Path], folder: Path, log_path: Path, body_socket: Path
) -> Process:
    return Process(
        "body",
        "hardware",
        ["--config", str(options.body or paths["body"])],
        folder,
        log_path,
        {"KARLSSON_BODY__SOCKET": str(body_socket)},
    )


async def _until_ready(processes: list[Process], log_path: Path) -> None:
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            for process in processes:
                await process.ready.wait()
    except TimeoutError:
        slow = ", ".join(process.name for process in processes if not process.ready.is_set())
        raise DemoError(f"not ready in time: {slow}; see {log_path}") from None


async def _lend(options: DemoOptions, paths: dict[str, Path], key: str) -> dict[str, str]:
    """Enrol the robot, lend it, pair, invite: return the links of everybody."""
    until = datetime.datetime.now().astimezone().date() + LOAN
    lent = json.loads(
        await ask(
            *("bridge", "lend", ROBOT_ID, "--name", options.name, f"--key={key}"),
            *("--pupil", options.pupil, "--until", until.isoformat()),
            *("--json", "--config", str(paths["bridge"])),
        )
    )
    links = {role: lent[role] for role in ("pupil", "teacher", "buddy")}
    if not options.office:
        return links | {"office": ""}
    invited = await ask(
        *("bridge", "person", "invite", "Anna Beispiel", "--role", "lead"),
        *("--json", "--config", str(paths["bridge"])),
    )
    return links | {"office": json.loads(invited)["link"]}


def _write_configs(
    options: DemoOptions, folder: Path, port: int, public_url: str, tls: tuple[Path, Path] | None
) -> dict[str, Path]:
    socket_path = str(options.body_socket or folder / "body.sock")
    scheme = "wss" if tls else "ws"
    tables: dict[str, dict[str, Any]] = {
        "body": {
            "body": {"socket": socket_path, "driver": "simulated", "state": str(folder)},
            "simulated": {"battery_percent": options.battery_percent},
        },
        "bridge": {
            "server": {
                "host": options.host,
                "port": port,
                "public_url": public_url,
                "origins": _origins(public_url, port, secure=tls is not None),
            },
            "storage": {"url": f"sqlite+aiosqlite:///{folder / 'bridge.sqlite'}"},
            "relay": {"processes": 1},  # one lesson needs no more
            **({"tls": {"certificate": str(tls[0]), "key": str(tls[1])}} if tls else {}),
        },
        "robot": {
            "robot": {"id": ROBOT_ID, "state_dir": str(folder / "robot")},
            "bridge": {
                "url": f"{scheme}://{_reachable(options.host)}:{port}/signal",
                **({"ca": str(tls[0])} if tls else {}),
            },
            "body": {"socket": socket_path},
            "camera": {
                **_endpoint(options.camera, "source"),
                "width_px": options.camera_size[0],
                "height_px": options.camera_size[1],
                "fps": options.camera_fps,
            },
            "microphone": _endpoint(options.microphone, "source"),
            "speaker": _endpoint(options.speaker, "sink"),
        },
    }
    paths = {}
    for name, content in tables.items():
        paths[name] = folder / f"{name}.toml"
        paths[name].write_text(tomli_w.dumps(content), encoding="utf-8")
    return paths


def _endpoint(endpoint: Endpoint, key: str) -> dict[str, Any]:
    return {key: endpoint.url, "format": endpoint.format, "options": endpoint.options}


def _free_port(options: DemoOptions) -> int:
    """Return the port to serve, after a check that it is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError as error:
            hint = "; try --port 0, which takes a free one" if error.errno == EADDRINUSE else ""
            raise DemoError(
                f"cannot serve {options.host}:{options.port}: {file_words.words(error)}{hint}"
            ) from error
        return int(probe.getsockname()[1])


def _public_face(
    options: DemoOptions, folder: Path, port: int
) -> tuple[str, tuple[Path, Path] | None]:
    """Return the address for people, and certificate and key if TLS is served."""
    if not options.tls:
        return f"http://{_reachable(options.host)}:{port}", None
    host = own_address() if options.host == "0.0.0.0" else options.host
    names = ["localhost", "127.0.0.1", host]
    return f"https://{host}:{port}", make_certificate(folder, list(dict.fromkeys(names)))


def _reachable(host: str) -> str:
    """Return the host under which this machine reaches a server on this address."""
    return "localhost" if host in ("127.0.0.1", "0.0.0.0") else host


def _origins(public_url: str, port: int, secure: bool) -> list[str]:
    scheme = "https" if secure else "http"
    local = [f"{scheme}://localhost:{port}", f"{scheme}://127.0.0.1:{port}"]
    return list(dict.fromkeys([public_url, *local]))


def _with_language(url: str, lang: str) -> str:
    """Put `?lang=` before the fragment; German is the default."""
    if lang == "de":
        return url
    address, hash_sign, fragment = url.partition("#")
    return f"{address}?lang={lang}{hash_sign}{fragment}"
