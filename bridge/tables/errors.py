"""Errors of reading a table."""


class TableFileError(Exception):
    """A file cannot be read as a table; the text says what to do about it."""
