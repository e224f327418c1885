"""Errors of releases, for a person."""


class ReleaseError(Exception):
    """Something about a release has to be corrected; nothing half-done is left."""
