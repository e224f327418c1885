"""Core of the body: head, hand, lights and latch in one loop behind a UNIX socket."""
