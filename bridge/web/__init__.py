"""The HTTP side: connections at the door, headers, pages, metrics."""
