"""Metadata and archives that the bridge offers, believed only as far as they are signed (TUF).

The robot asks its own bridge and nobody else, through the school's proxy if there is one. It
follows no redirect, and everything has a bound in bytes and in time.
"""

import contextlib
import errno
import logging
import os
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

import msgspec
import urllib3
from tuf.api import exceptions as tuf_errors
from tuf.api.metadata import TargetFile
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from bridge.process.release_info import MOST_ARCHIVE_BYTES, ReleaseInfo, WaveOffer
from robot.media.types.outward import Outward
from robot.update.errors import UpdateError

CONNECT_S, SILENCE_S = 10.0, 30.0
SMALL_S, ARCHIVE_S = 60.0, 3600.0
PART_BYTES = 128 * 1024
SMALL_BYTES = 5_000_000
CLOCK_OFF_S = 24 * 3600.0
"""A clock that is further off than this is no basis for dates of expiry."""

MOST_ROOTS = 64
_WRONG_TIME = (9, 10)
"""Of OpenSSL: `X509_V_ERR_CERT_NOT_YET_VALID` and `X509_V_ERR_CERT_HAS_EXPIRED`."""

_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)

WAVE = "releases/wave.json"
TIMESTAMP = "timestamp.json"

for _name in ("tuf", "urllib3"):
    # They write addresses; what matters is told by `UpdateError`.
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class SomebodyCame(Exception):
    """Somebody came in while something was fetched."""


class BridgeFetcher(FetcherInterface):
    """Fetches files of one bridge.

    Args:
        signal_url: `bridge.url` of the configuration.
        context: Checks the bridge's certificate.
        outward: Way out of the school's network.
        folder: For what is being fetched; /tmp may be memory.
        unix_s: Our own clock.
        is_free: False from when somebody is in: a lesson needs the line for itself.
    """

    def __init__(
        self,
        signal_url: str,
        context: ssl.SSLContext,
        outward: Outward,
        folder: Path,
        unix_s: Callable[[], float] = time.time,
        is_free: Callable[[], bool] = lambda: True,
    ) -> None:
        parts = urlsplit(signal_url)
        scheme = "https" if parts.scheme == "wss" else "http"
        self.base = urlunsplit((scheme, parts.netloc, "/", "", ""))
        self._folder = folder
        self.unix_s = unix_s
        self._is_free = is_free
        self.clock_off_s: float | None = None
        """Our clock minus the bridge's, once it has answered."""
        proxy = outward.proxy_for(parts.hostname or "")
        how: dict[str, Any] = {"retries": False, "maxsize": 1}
        if scheme == "https":
            how["ssl_context"] = context
        self._pool: urllib3.PoolManager = (
            urllib3.ProxyManager(proxy.url, proxy_headers=proxy.headers, **how)
            if proxy
            else urllib3.PoolManager(**how)
        )

    def _fetch(self, url: str) -> Iterator[bytes]:
        if not url.startswith(self.base):
            raise tuf_errors.DownloadError("somebody else's address")
        wait = urllib3.Timeout(connect=CONNECT_S, read=SILENCE_S)
        try:
            answer = self._pool.request(
                "GET", url, preload_content=False, redirect=False, timeout=wait
            )
        except urllib3.exceptions.NewConnectionError:
            raise  # for the library a kind of time-out; nobody is there
        except urllib3.exceptions.TimeoutError as error:
            raise tuf_errors.SlowRetrievalError from error
        self._note_clock(answer.headers.get("Date", ""))
        if answer.status != 200:
            answer.close()
            raise tuf_errors.DownloadHTTPError(_name_of(url), answer.status)
        return self._parts(answer, url)

    def _parts(self, answer: urllib3.BaseHTTPResponse, url: str) -> Iterator[bytes]:
        until = time.monotonic() + (ARCHIVE_S if "/targets/" in url else SMALL_S)
        try:
            for part in answer.stream(PART_BYTES, decode_content=False):
                if time.monotonic() > until:
                    raise tuf_errors.SlowRetrievalError
                if not self._is_free():
                    raise SomebodyCame
                yield part
        except urllib3.exceptions.IncompleteRead as error:
            raise tuf_errors.DownloadLengthMismatchError(_name_of(url)) from error
        except urllib3.exceptions.HTTPError as error:
            raise tuf_errors.SlowRetrievalError from error
        finally:
            answer.close()

    @contextmanager
    def download_file(self, url: str, max_length: int) -> Iterator[IO[bytes]]:
        """Fetch a file of at most so many bytes into a file without a name."""
        with tempfile.TemporaryFile(dir=self._folder) as file:
            taken = 0
            for part in self.fetch(url):
                taken += len(part)
                if taken > max_length:
                    raise tuf_errors.DownloadLengthMismatchError(_name_of(url))
                file.write(part)
            file.seek(0)
            yield file

    def _note_clock(self, date: str) -> None:
        with contextlib.suppress(ValueError):
            self.clock_off_s = self.unix_s() - parsedate_to_datetime(date).timestamp()


class Offers:
    """Releases that the bridge offers, checked against the root of this robot.

    Args:
        root: Bytes of the root that was laid into this robot.
        folder: Keeps what was seen last, so that nobody shows something older.
        root_path: Where the root came from, for words.
    """

    def __init__(self, fetcher: BridgeFetcher, root: bytes, folder: Path, root_path: Path) -> None:
        self._fetcher = fetcher
        self._folder = folder / "metadata"
        self._archives = folder / "archives"
        self._targets: dict[str, TargetFile] = {}
        for place in (self._folder, self._archives):
            place.mkdir(exist_ok=True)
        config = UpdaterConfig(max_root_rotations=MOST_ROOTS, targets_max_length=SMALL_BYTES)
        try:
            self._updater = Updater(
                str(self._folder),
                f"{fetcher.base}releases/metadata/",
                str(self._archives),
                f"{fetcher.base}releases/targets/",
                fetcher=fetcher,
                config=config,
                bootstrap=root,
            )
        except tuf_errors.RepositoryError as error:
            raise UpdateError("bad_root", path=str(root_path)) from error

    def listed(self) -> list[ReleaseInfo]:
        """Fetch the list; return what is on it.

        Raises:
            UpdateError: It cannot be fetched or believed.
            OSError: The disk is full or fails.
        """
        with self._in_words("metadata"):
            try:
                self._updater.refresh()
            finally:
                self._check_clock()
        _sync_all(self._folder)
        found = self._updater._trusted_set.targets.targets.values()
        infos = []
        for target in found:
            try:
                info = msgspec.convert(target.custom, ReleaseInfo)
            except msgspec.ValidationError:
                continue  # of a newer kind, or nothing for robots
            if target.length <= MOST_ARCHIVE_BYTES:
                infos.append(info)
                self._targets[f"{info.version} {info.platform}"] = target
        return infos

    def archive_bytes(self, info: ReleaseInfo) -> int:
        """Return the size of an archive."""
        return self._target(info).length

    def wave(self) -> WaveOffer | None:
        """Fetch what the bridge's wave brings; None if there is none."""
        with self._in_words("wave.json"):
            try:
                data = self._fetcher.download_bytes(f"{self._fetcher.base}{WAVE}", 4096)
            except tuf_errors.DownloadHTTPError as error:
                if error.status_code == 404:
                    return None
                raise
        try:
            return msgspec.json.decode(data, type=WaveOffer)
        except msgspec.DecodeError as error:
            raise UpdateError("tampered", name="wave.json") from error

    def fetch(self, info: ReleaseInfo) -> Path:
        """Fetch an archive, or take the one that is here; return its path.

        Raises:
            UpdateError: It cannot be fetched, or is not what was signed.
            OSError: The disk is full or fails.
        """
        target = self._target(info)
        path = self._archives / f"{info.version}.tar.xz"
        try:
            with self._in_words(path.name):
                found = self._updater.find_cached_target(target, str(path))
                return Path(found or self._updater.download_target(target, str(path)))
        except SomebodyCame:
            raise UpdateError("lesson", version=info.version) from None

    def forget_archives(self) -> None:
        """Remove what was fetched and is no longer needed."""
        for path in self._archives.iterdir():
            path.unlink()

    # ---- inside

    def _target(self, info: ReleaseInfo) -> TargetFile:
        return self._targets[f"{info.version} {info.platform}"]

    def _check_clock(self) -> None:
        off_s = self._fetcher.clock_off_s
        if off_s is not None and abs(off_s) > CLOCK_OFF_S:
            raise UpdateError("clock", **_off(off_s, self._fetcher.unix_s())) from None

    @contextmanager
    def _in_words(self, what: str) -> Iterator[None]:
        try:
            yield
        except tuf_errors.DownloadHTTPError as error:
            name = str(error) or what
            if error.status_code == 404 and name == TIMESTAMP:
                raise UpdateError("no_releases") from error
            if error.status_code == 404:
                raise UpdateError("truncated", name=name) from error
            raise UpdateError("refused", name=name, status=str(error.status_code)) from error
        except tuf_errors.SlowRetrievalError as error:
            raise UpdateError("too_slow", name=what) from error
        except (
            tuf_errors.DownloadLengthMismatchError,
            tuf_errors.LengthOrHashMismatchError,
        ) as error:
            raise UpdateError(_mismatch(error), name=_file_in(error, what)) from error
        except tuf_errors.DownloadError as error:
            raise _unreachable(error) from error
        except tuf_errors.ExpiredMetadataError as error:
            raise UpdateError("expired", name=_file_in(error, what)) from error
        except tuf_errors.BadVersionNumberError as error:
            raise UpdateError("rolled_back", name=_file_in(error, what)) from error
        except tuf_errors.RepositoryError as error:
            raise UpdateError("tampered", name=_file_in(error, what)) from error


def _unreachable(error: tuf_errors.DownloadError) -> UpdateError:
    """Return what stands between this robot and its bridge."""
    cause: BaseException | None = error
    for _ in range(8):
        code = getattr(cause, "verify_code", 0)
        if code in _WRONG_TIME:
            return UpdateError("certificate_time", now=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
        if isinstance(cause, OSError) and cause.errno in _DISK:
            raise cause
        if cause is None:
            break
        reason = cause.args[-1] if cause.args else None
        cause = (
            cause.__cause__
            or cause.__context__
            or (reason if isinstance(reason, BaseException) else None)
        )
    return UpdateError("no_bridge")


def _mismatch(error: Exception) -> str:
    """Return whether something is short, or another thing of the same length."""
    is_hash = isinstance(error, tuf_errors.LengthOrHashMismatchError) and "hash" in str(error)
    return "tampered" if is_hash else "truncated"


def _file_in(error: Exception, otherwise: str) -> str:
    """Return the kind of metadata that an error of the library is about."""
    text = str(error).lower()
    return next(
        (one for one in ("timestamp", "snapshot", "targets", "root") if one in text), otherwise
    )


def _name_of(url: str) -> str:
    return url.rpartition("/")[2]


def _off(off_s: float, own_s: float) -> dict[str, str]:
    """Return our own date and the bridge's, which say more than a difference."""
    own, bridge = (datetime.fromtimestamp(one, UTC) for one in (own_s, own_s - off_s))
    return {"own": f"{own:%Y-%m-%d %H:%M} UTC", "bridge": f"{bridge:%Y-%m-%d %H:%M} UTC"}


def _sync_all(folder: Path) -> None:
    """Put what was seen on the disk: the library renames without waiting for it."""
    for path in (*folder.rglob("*"), folder):
        if path.is_symlink():
            continue
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
