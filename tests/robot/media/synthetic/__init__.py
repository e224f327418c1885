"""Tests of the drawn classroom."""
