"""Opus: the library, its encoder and decoder, packets and redundancy (RED)."""
