"""Blobs that cross beside picture and sound: in pieces, acknowledged, resumed."""
