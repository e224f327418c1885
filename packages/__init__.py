"""Debian packages of robot and bridge, built from this checkout without root."""
