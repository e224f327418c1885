"""`./run bench networks`: three engines over bad lines, side by side."""
