"""PURE. HTTP headers of every response. No I/O."""

from collections.abc import Iterable

NEVER = ("camera", "display-capture", "geolocation")
"""Features that our pages may never use, whatever a script asks for."""


def security_headers(origins: Iterable[str], tls: bool) -> dict[str, str]:
    """Return the headers.

    Args:
        origins: Origins of the pages; older versions of Safari need the sockets by name.
        tls: Whether the bridge itself ends TLS; only then it sends HSTS.
    """
    sockets = " ".join(sorted("ws" + origin.removeprefix("http") for origin in origins))
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "connect-src": f"'self' {sockets}".strip(),
        "media-src": "blob: mediastream:",
        "manifest-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
    }
    denied = ", ".join(f"{feature}=()" for feature in NEVER)
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Permissions-Policy": f"{denied}, microphone=(self)",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Server": "karlsson",
    }
    if tls:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers
