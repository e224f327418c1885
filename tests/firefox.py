"""Debian's Firefox ESR, driven over WebDriver BiDi, which it speaks by itself."""

import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp

FIREFOX = "/usr/bin/firefox-esr"
START_S = 60.0
ANSWER_S = 60.0
MESSAGE_BYTES = 64 * 1024 * 1024

PREFERENCES: dict[str, bool | int | str] = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.disable_open_during_load": False,
    "media.autoplay.default": 0,
    "media.gmp-manager.updateEnabled": False,
    "media.peerconnection.ice.loopback": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.prefs.recommended": True,
    # What moves all the time costs as much as the lesson.
    "ui.prefersReducedMotion": 1,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
"""A new profile that asks nobody anything. A robot on this machine is reached over loopback."""

GRANTED: dict[str, bool | int | str] = {"media.navigator.permission.disabled": True}
"""The microphone is allowed without a question."""

DENIED: dict[str, bool | int | str] = {"permissions.default.microphone": 2}
"""The microphone is blocked, as somebody has chosen in the settings."""


BUTTON = """
    [...document.querySelectorAll("button")].find((one) => {
        const name = one.getAttribute("aria-label") ?? one.innerText.trim();
        return name === NAME && one.getClientRects().length && !one.disabled;
    })
"""
"""The button that can be pressed now and has this name."""

VOICE_HZ = 1320
"""Tone that the only microphone hears."""

SOUND_SERVER = (
    *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"),
    *("--realtime=no", "--high-priority=no", "--disable-shm=yes", "--log-level=error"),
)


class BidiError(Exception):
    """Firefox refused a command, or a script threw."""


class Tab:
    """One page of a running Firefox."""

    def __init__(self, firefox: "Firefox", context: str) -> None:
        self._firefox = firefox
        self._context = context

    async def go(self, url: str) -> None:
        """Load an address, and wait until its document is there."""
        wanted = {"context": self._context, "url": url, "wait": "interactive"}
        await self._firefox.command("browsingContext.navigate", wanted)

    async def reload(self) -> None:
        """Load the page again."""
        wanted = {"context": self._context, "wait": "interactive"}
        await self._firefox.command("browsingContext.reload", wanted)

    async def run(self, function: str, *arguments: Any) -> Any:
        """Return what a function in the page returns; a promise is awaited."""
        answer = await self._firefox.command(
            "script.callFunction",
            {
                "functionDeclaration": f"async (text) => JSON.stringify((await ({function})"
                "(...JSON.parse(text))) ?? null)",
                "arguments": [{"type": "string", "value": json.dumps(arguments)}],
                "target": {"context": self._context},
                "awaitPromise": True,
                "userActivation": True,
            },
        )
        if answer["type"] != "success":
            raise BidiError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    async def until(self, condition: str, timeout_s: float = 30.0) -> None:
        """Wait until an expression in the page, which may await, is true.

        If another page comes meanwhile, it is asked anew; a page that the browser keeps for its
        button "Back" would never answer, so this holds for pages with `no-store`.

        Raises:
            BidiError: It did not become true; the error tells what stands on the page.
        """
        script = """async (ms) => {
            const until = performance.now() + ms;
            while (!(await (async () => CONDITION)())) {
                if (performance.now() > until) throw new Error(document.body?.innerText);
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        }"""
        await self.run(script.replace("CONDITION", condition), timeout_s * 1000)

    async def reads(self, text: str, timeout_s: float = 30.0) -> None:
        """Wait until a sentence stands on the page."""
        # A page that has just begun has no body.
        shown = r"document.body?.innerText.replace(/\s+/g, ' ').includes"
        await self.until(f"{shown}({json.dumps(text)})", timeout_s)

    async def press(self, name: str) -> None:
        """Tap a button by its accessible name, with a real pointer, once it is there."""
        find = BUTTON.replace("NAME", json.dumps(name))
        await self.tap(find)

    async def tap(self, find: str) -> None:
        """Tap what an expression finds, with a real pointer, once it and the scripts are there."""
        await self.until(f"document.readyState === 'complete' && Boolean({find})")
        x, y = await self.run(
            f"""() => {{
                const found = {find};
                found.scrollIntoView({{ block: "center" }});
                const box = found.getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);
            }}"""
        )
        pointer = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        actions = [{"type": "pointer", "id": "finger", "actions": pointer}]
        await self._firefox.command(
            "input.performActions", {"context": self._context, "actions": actions}
        )

    async def key(self, *values: str) -> None:
        """Press and release one key after another, by its code point in the WebDriver standard."""
        ways = ("keyDown", "keyUp")
        keys = [{"type": way, "value": value} for value in values for way in ways]
        actions = [{"type": "key", "id": "keyboard", "actions": keys}]
        await self._firefox.command(
            "input.performActions", {"context": self._context, "actions": actions}
        )

    async def write(self, find: str, text: str) -> None:
        """Tap a field that an expression finds, and type a text in place of what it holds."""
        await self.tap(find)
        await self.run("() => document.activeElement.select()")
        await self.key(*text)

    async def close(self) -> None:
        """Close the page."""
        await self._firefox.command("browsingContext.close", {"context": self._context})


class Firefox:
    """A running Firefox; `started` makes one."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.wrong: list[str] = []
        """Errors of scripts and of policies that pages told since `hear_wrong`."""

    async def command(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Send one command and return its result.

        Raises:
            BidiError: Firefox refuses it.
        """
        number = next(self._numbers)
        answered: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answered
        try:
            await self._socket.send_json({"id": number, "method": method, "params": parameters})
            async with asyncio.timeout(ANSWER_S):
                answer = await answered
        finally:
            del self._waiting[number]
        if answer["type"] == "error":
            raise BidiError(f"{method}: {answer['error']}: {answer['message']}")
        result = answer["result"]
        assert isinstance(result, dict)
        return result

    async def before_pages(self, script: str) -> None:
        """Run a script in each page before its own ones."""
        function = f"() => {{ {script} }}"
        await self.command("script.addPreloadScript", {"functionDeclaration": function})

    async def hear_wrong(self) -> None:
        """Note from now on in `wrong` what goes wrong in pages."""
        await self.command("session.subscribe", {"events": ["log.entryAdded"]})

    async def tab(self) -> Tab:
        """Open a new page."""
        opened = await self.command("browsingContext.create", {"type": "tab"})
        return Tab(self, opened["context"])

    async def read(self) -> None:
        """Hand out the answers, until the connection ends."""
        async for message in self._socket:
            answer = json.loads(message.data)
            if answer.get("method") == "log.entryAdded" and answer["params"]["level"] == "error":
                self.wrong.append(answer["params"]["text"])
            waiting = self._waiting.get(answer.get("id"))
            if waiting is not None and not waiting.done():
                waiting.set_result(answer)


@contextlib.contextmanager
def sound_server(folder: Path) -> Iterator[dict[str, str]]:
    """Run a sound server with a loudspeaker and a microphone; yield the environment of its users.

    Without any loudspeaker Firefox's audio contexts never start.
    """
    socket = folder / "sound"
    environment = {
        **os.environ,
        **{name: str(folder) for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")},
        "PULSE_RUNTIME_PATH": str(folder / "runtime"),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/none",
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/none",
    }
    modules = (
        f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
        "module-null-sink sink_name=speaker rate=48000",
        f"module-sine-source source_name=microphone frequency={VOICE_HZ} rate=48000",
    )
    users = {
        **environment,
        "PULSE_SERVER": f"unix:{socket}",
        "PULSE_SINK": "speaker",
        "PULSE_SOURCE": "microphone",
    }
    loads = [word for module in modules for word in ("-L", module)]
    with subprocess.Popen((*SOUND_SERVER, *loads), env=environment) as server:
        try:
            deadline = time.monotonic() + START_S
            while subprocess.run(["pactl", "info"], env=users, capture_output=True).returncode:
                assert time.monotonic() < deadline, "the sound server does not start"
            yield users
        finally:
            server.kill()


@contextlib.asynccontextmanager
async def started(
    folder: Path, preferences: dict[str, bool | int | str], *options: str
) -> AsyncIterator[Firefox]:
    """Run Firefox without a screen, with a sound server and a profile of its own.

    Args:
        folder: Takes the profile. Its name must leave room for a socket.
        preferences: In addition to `PREFERENCES`.
        options: More words of the command line.
    """
    profile = folder / "profile"
    profile.mkdir()
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
        for name, value in (PREFERENCES | preferences).items()
    ]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    with sound_server(folder) as environment:
        process = await asyncio.create_subprocess_exec(
            *(FIREFOX, "--headless", "--remote-debugging-port=0", "--no-remote"),
            *("--profile", str(profile), *options),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        try:
            async with _connected(process) as firefox:
                yield firefox
        finally:
            # Its children would outlive it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


@contextlib.asynccontextmanager
async def _connected(process: asyncio.subprocess.Process) -> AsyncIterator[Firefox]:
    assert process.stderr is not None
    async with asyncio.timeout(START_S):
        address = await _address(process.stderr)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{address}/session", max_msg_size=MESSAGE_BYTES) as socket,
        asyncio.TaskGroup() as tasks,
    ):
        firefox = Firefox(socket)
        reading = [tasks.create_task(firefox.read()), tasks.create_task(_drain(process.stderr))]
        try:
            await firefox.command("session.new", {"capabilities": {}})
            yield firefox
        finally:
            for task in reading:
                task.cancel()


async def _address(stderr: asyncio.StreamReader) -> str:
    """Return the address that Firefox prints."""
    said = []
    while line := (await stderr.readline()).decode():
        said.append(line)
        found = re.search(r"WebDriver BiDi listening on (ws://\S+)", line)
        if found:
            return found[1]
    raise BidiError("Firefox ended: " + "".join(said))


async def _drain(stream: asyncio.StreamReader) -> None:
    """Read on, so that Firefox never waits for a full pipe."""
    while await stream.read(65536):
        pass
