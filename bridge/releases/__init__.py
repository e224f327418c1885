"""Releases of the robots' software: files that are handed out, and whose turn it is (record 60)."""
