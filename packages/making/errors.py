"""Error that stops a package from being built."""


class PackageError(Exception):
    """Something is missing or failed; the text says what to do about it."""
