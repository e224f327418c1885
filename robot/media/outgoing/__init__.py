"""Sending of encoded pictures and sound over one peer connection."""
