"""Requests: the public form, the waiting list, and which robot fits."""
