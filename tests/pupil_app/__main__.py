"""Show every screen in your own browser: `.venv/bin/python -m tests.pupil_app`."""

from http.server import ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.pupil_app import pages
from tests.pupil_app.serving import Handler


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
