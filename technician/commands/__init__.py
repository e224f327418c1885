"""Commands of `karlsson`, and how they look in a terminal."""
