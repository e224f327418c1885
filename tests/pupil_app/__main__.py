"""Show every screen in your own browser: `.venv/bin/python -m tests.pupil_app`."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.pupil_app import pages


class Handler(BaseHTTPRequestHandler):
    """Answers from the checkout, so that a reload shows what was just changed."""

    def do_GET(self) -> None:
        """Answer one request."""
        status, headers, body = pages.answer(urlsplit(self.path).path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the list of screens is to stay in sight."""


def main() -> None:
    """Print an address for each screen, and serve until Ctrl-C."""
    server = ThreadingHTTPServer(("127.0.0.1", urlsplit(pages.ORIGIN).port or 0), Handler)
    for name in pages.SCREENS:
        print(f"{pages.ORIGIN}/screens/?screen={name}")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
