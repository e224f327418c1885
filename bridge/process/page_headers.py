"""PURE. Headers of the pages that a robot serves by itself, on its own address. No I/O."""

from collections.abc import Mapping


def headers(images: str = "'self'") -> Mapping[str, str]:
    """Return the headers of every response.

    Nothing inline and nothing of anybody else is ever run, shown or asked.

    Args:
        images: Sources of pictures, as a content security policy writes them.
    """
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": images,
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Server": "karlsson",
    }
