"""A break between two looks at a drawing: without one, its own thread hardly draws."""

import threading

LOOK_S = 0.001
NEVER = threading.Event()
