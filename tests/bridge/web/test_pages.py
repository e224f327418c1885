import gzip
import json
import re
from pathlib import Path

import pytest
from yarl import URL

from bridge.base.errors import PagesError
from bridge.web.pages import answer, installed, read_pages
from tests.bridge.people import House, write_pages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "served")


def test_only_known_kinds_of_files_are_read(folder: Path) -> None:
    (folder / "js" / "notes.md").write_text("not for children")
    (folder / ".secret.html").write_text("hidden")
    (folder / "package.json").write_text("{}")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.js").write_text("")
    (folder / "lang").mkdir()
    (folder / "lang" / "de.json").write_text('{"hello": "Hallo"}')
    pages = read_pages(str(folder))
    assert set(pages) == {
        "/",
        "/teacher",
        "/worker.js",
        "/app/worker.js",
        "/app/index.html",
        "/app/teacher.html",
        "/app/js/child/main.js",
        "/app/lang/de.json",
    }
    assert pages["/app/js/child/main.js"].mime == "text/javascript; charset=utf-8"
    assert pages["/app/lang/de.json"].mime == "application/json"


def test_the_worker_lies_at_the_root_and_finds_all_that_it_keeps() -> None:
    pages = read_pages("")
    assert pages["/worker.js"].mime == "text/javascript; charset=utf-8"
    assert pages["/offline"].mime == "text/html; charset=utf-8"
    manifest = json.loads(pages["/app/manifest.webmanifest"].body)
    for icon in manifest["icons"]:
        assert pages[icon["src"]].mime == icon["type"]
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert pages["/app/icons/apple-touch-icon.png"].mime == "image/png"


async def test_a_worker_is_asked_for_anew_each_time(house: House) -> None:
    async with house.http.get(f"{house.url}/worker.js") as worker:
        assert worker.status == 200
        assert worker.headers["Cache-Control"] == "no-cache"
        assert "worker-src 'self'" in worker.headers["Content-Security-Policy"]


def test_the_installed_pages_are_found() -> None:
    assert {"js"} <= {entry.name for entry in installed().iterdir()}


@pytest.mark.parametrize(
    "make", [pytest.param(True, id="empty"), pytest.param(False, id="missing")]
)
def test_a_folder_without_pages_is_a_clear_error(tmp_path: Path, make: bool) -> None:
    empty = tmp_path / "empty"
    if make:
        empty.mkdir()
    with pytest.raises(PagesError, match=r"pages\.pupil_app"):
        read_pages(str(empty))


def test_far_too_much_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridge.web.pages.MOST_BYTES", 10)
    with pytest.raises(PagesError, match="more than 10 bytes"):
        read_pages(str(folder))


@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_a_page_that_the_browser_has_is_not_sent_again(folder: Path, accepted: str) -> None:
    (folder / "app.css").write_text("b { color: red }\n" * 50)
    page = read_pages(str(folder))["/app/app.css"]
    tag = page.packed_etag if accepted else page.etag
    for held in (tag, f'"other", W/{tag}', "*"):
        assert answer(page, held, accepted).status == 304
    other = page.etag if accepted else page.packed_etag
    assert answer(page, other, accepted).status == 200, "the browser has it in another form"
    assert answer(page, "", accepted).headers["ETag"] == tag


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("", False),
        ("br, identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
    ],
)
def test_a_page_is_packed_for_who_can_unpack_it(folder: Path, accepted: str, packed: bool) -> None:
    text = b"b { color: red }\n" * 50
    (folder / "app.css").write_bytes(text)
    given = answer(read_pages(str(folder))["/app/app.css"], "", accepted)
    assert isinstance(given.body, bytes)
    assert given.headers["Vary"] == "Accept-Encoding"
    assert given.headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert (gzip.decompress(given.body) if packed else given.body) == text


def test_what_packing_makes_larger_is_sent_as_it_is(folder: Path) -> None:
    page = read_pages(str(folder))["/app/js/child/main.js"]
    assert page.packed is None
    assert answer(page, "", "gzip").body == page.body


def test_the_app_is_small_on_the_line() -> None:
    pages = {
        path: page
        for path, page in read_pages("").items()
        # The pictures for the home screen are loaded by who installs it, and are packed already.
        if path.startswith("/app/") and not path.endswith(".png")
    }
    bare = sum(len(page.body) for page in pages.values())
    packed = sum(len(page.packed or page.body) for page in pages.values())
    assert packed < 0.4 * bare


async def test_pages_are_served_with_type_tag_and_no_sniffing(house: House) -> None:
    async with house.http.get(f"{house.url}/app/js/child/main.js?lang=en") as page:
        assert page.status == 200
        assert page.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        tag = page.headers["ETag"]
        assert await page.text() == "export const one = 1;\n"
    async with house.http.get(
        f"{house.url}/app/js/child/main.js", headers={"If-None-Match": tag}
    ) as again:
        assert (again.status, await again.read()) == (304, b"")
    async with house.http.head(f"{house.url}/teacher") as head:
        assert (head.status, head.headers["Content-Length"]) == (200, "37")
    async with house.http.get(f"{house.url}/") as index:
        assert "Vary" in index.headers


@pytest.mark.parametrize(
    "path",
    [
        "/app/../../../etc/passwd",
        "/app/%2e%2e/%2e%2e/etc/passwd",
        "/app/..%2f..%2fetc/passwd",
        "/app//etc/passwd",
        "/app/js",
        "/app/js/",
        "/app/index.html/",
        "/app/index.html%00.js",
        "/%2fapp/index.html%2f",
    ],
)
async def test_no_path_leads_outside(house: House, path: str) -> None:
    async with house.http.get(URL(house.url + path, encoded=True)) as answer:
        assert answer.status == 404


LOADED = re.compile(
    r"/app/(index\.html|(?!teacher|offline)\w+\.(css|svg|webmanifest)|lang/de\.json"
    r"|js/(page/unstarted|lesson/(pulse_worker|voice_copies|voice_copies_worker)|child/main)\.js)"
)
MOST_BYTES_OF_THE_APP = 134_000
"""In gzip: what a child's tablet loads on a slow line the first time. The drawing is some 12 kB."""


def test_the_childs_app_is_small_on_its_way() -> None:
    sent = {
        path: min(len(page.body), len(page.packed or page.body))
        for path, page in read_pages("").items()
        if LOADED.fullmatch(path)
    }
    assert len(sent) > 12
    assert 50_000 < sum(sent.values()) < MOST_BYTES_OF_THE_APP
