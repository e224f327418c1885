"""Errors of writing a card."""


class CardError(Exception):
    """A card cannot be written; the text says what to do about it."""
