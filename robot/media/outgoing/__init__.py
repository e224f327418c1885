"""Encoded pictures and sound on their way out."""
