"""A server of the checkout's pages on loopback, and a browser that takes it for `pages.ORIGIN`."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Playwright

from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.pupil_app import pages


class Handler(BaseHTTPRequestHandler):
    """Answers from the checkout, so that a reload shows what was just changed."""

    def do_GET(self) -> None:
        """Answer one request."""
        status, headers, body = self.answer(urlsplit(self.path).path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body."""
        return pages.answer(path)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class KeptHandler(Handler):
    """Serves pages linked; lets a browser keep its connections, and what it has loaded."""

    protocol_version = "HTTP/1.1"

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Return what does not change while the tests run."""
        return pages.linked_answer(path)

    def end_headers(self) -> None:
        """Allow a test's browser, which lives for a minute, to keep the answer."""
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()


@contextmanager
def serving(port: int = 0, handler: type[Handler] = Handler) -> Iterator[int]:
    """Serve on loopback and give the port; port 0 takes a free one."""
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def launched(playwright: Playwright, *arguments: str) -> Iterator[Browser]:
    """Start a browser for which `pages.ORIGIN` is a server of its own, whatever runs beside it."""
    with serving(handler=KeptHandler) as port:
        here = f"--host-resolver-rules=MAP {urlsplit(pages.ORIGIN).netloc} 127.0.0.1:{port}"
        browser = playwright.chromium.launch(
            executable_path=HEADLESS_SHELL, args=[*ARGUMENTS, here, *arguments]
        )
        try:
            yield browser
        finally:
            browser.close()
