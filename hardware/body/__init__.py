"""The body: head, arm, lights and latch in one loop behind a UNIX socket."""
