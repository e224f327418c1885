"""Trials of one robot's parts: at each start, and as `karlsson-robot doctor`."""
