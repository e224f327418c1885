"""Handing out of releases: files that are signed, to anybody who asks, within bounds.

    GET /releases/metadata/{name}     a few kilobytes each
    GET /releases/targets/{path}      archives
    GET /releases/wave.json           whose turn it is, without names; 404 while no wave runs

Nothing here is secret: every byte is signed for robots, and its source is open. Names are matched
as a whole, so no path leads outside. No address is logged.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_request import BaseRequest
from securesystemslib.signer import CryptoSigner

from bridge.base.addresses import neighbourhood
from bridge.base.clock import Clock
from bridge.base.errors import StoreError
from bridge.base.rates import Buckets
from bridge.process.config_file import ConfigError
from bridge.process.release_info import WaveOffer
from bridge.releases import timestamp, waves
from bridge.releases.folder import ReleasesError, metadata_path, target_file
from bridge.store import Store

log = logging.getLogger(__name__)

ARCHIVES_AT_ONCE = 16
PER_MINUTE = 600
"""Requests of one address: a school's robots share one, and each look asks some six times."""

TURN_S = 60.0
ANSWER_S = 10.0

_KEPT = {"Cache-Control": "public, max-age=86400, immutable"}
_FRESH = {"Cache-Control": "no-store"}


class Releases:
    """Handlers of the files, and the clockwork of timestamp and waves.

    Args:
        folder: Of the releases; None if this bridge offers none.
        key: Signs the timestamp; None if somebody else does.
    """

    def __init__(
        self, folder: Path | None, key: CryptoSigner | None, store: Store, clock: Clock
    ) -> None:
        self._folder = folder
        self._key = key
        self._store = store
        self._clock = clock
        self._asked = Buckets(PER_MINUTE / 60, PER_MINUTE)
        self._archives = 0
        self._offer: WaveOffer | None = None
        self._complained = ""

    @property
    def folder(self) -> Path | None:
        """Folder of the releases; None if this bridge offers none."""
        return self._folder

    async def begin(self) -> None:
        """Do what is due before the first robot asks."""
        if self._folder is not None:
            await self.turn()

    async def run(self) -> None:
        """Renew the timestamp and let the wave grow or stop, until cancelled."""
        while self._folder is not None:
            await asyncio.sleep(TURN_S)
            await self.turn()

    async def turn(self) -> None:
        """Do what is due now."""
        now = int(self._clock.unix_s())
        try:
            if self._folder is not None and self._key is not None:
                timestamp.renew(self._folder, self._key, datetime.fromtimestamp(now, UTC))
            async with asyncio.timeout(ANSWER_S):
                await self._turn_wave(now)
        except (ReleasesError, ConfigError, StoreError, TimeoutError) as error:
            # Once for each cause: it comes again each minute until somebody mends it.
            if str(error) != self._complained:
                self._complained = str(error)
                log.error("releases: %s", error or "the database does not answer in time")
        else:
            self._complained = ""

    async def _turn_wave(self, now: int) -> None:
        wave = await self._store.wave()
        if wave is None or wave.stopped_at is not None:
            self._offer = None
            return
        following = waves.step(wave, await self._store.carried(), now)
        if following.what == "stop":
            await self._store.stop_wave(wave.id, now, following.why)
            log.error("wave %d with %s stopped by itself: %s", wave.id, wave.version, following.why)
            self._offer = None
            return
        if following.what == "advance":
            stage = waves.following(wave.stage)
            await self._store.advance_wave(wave.id, stage, now)
            log.info("wave %d with %s goes on: %s", wave.id, wave.version, stage)
            wave = replace(wave, stage=stage, stage_began=now)
        self._offer = waves.offer(wave)

    async def metadata(self, request: web.Request, address: str) -> web.StreamResponse:
        """Hand out a piece of metadata."""
        self._count(address)
        name = request.match_info["name"]
        path = metadata_path(self._folder, name) if self._folder is not None else None
        return self._file(path, _FRESH if name == "timestamp.json" else _KEPT)

    async def archive(self, request: web.Request, address: str) -> web.StreamResponse:
        """Hand out an archive."""
        self._count(address)
        folder = self._folder
        path = target_file(folder, request.match_info["path"]) if folder is not None else None
        found = self._existing(path)
        if self._archives >= ARCHIVES_AT_ONCE:
            return web.Response(status=503, headers={"Retry-After": "60"}, text="busy\n")
        return _Archive(found, self._count_archives)

    def _count_archives(self, more: int) -> None:
        self._archives += more

    async def wave(self, _request: web.Request, address: str) -> web.StreamResponse:
        """Say whose turn it is."""
        self._count(address)
        if self._offer is None:
            return web.Response(status=404, headers=_FRESH, text="no wave\n")
        body = msgspec.json.encode(self._offer)
        return web.Response(body=body, content_type="application/json", headers=_FRESH)

    def _count(self, address: str) -> None:
        key = neighbourhood(address) if address else "unknown"
        if not self._asked.take(key, self._clock.monotonic_s()):
            raise web.HTTPTooManyRequests(headers={"Retry-After": "60"})

    def _file(self, path: Path | None, headers: dict[str, str]) -> web.FileResponse:
        return web.FileResponse(self._existing(path), headers=headers)

    def _existing(self, path: Path | None) -> Path:
        if path is None or path.is_symlink() or not path.is_file():
            raise web.HTTPNotFound
        return path


class _Archive(web.FileResponse):
    """An archive, which is counted from its first byte to its last."""

    def __init__(self, path: Path, count: Callable[[int], None]) -> None:
        super().__init__(path, headers=_KEPT)
        self._counted = count

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        """Send it: a file is sent whole while its head is."""
        self._counted(1)
        try:
            return await super().prepare(request)
        finally:
            self._counted(-1)
