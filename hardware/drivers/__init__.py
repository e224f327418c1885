"""One folder for each kind of device; none knows the body that uses it."""
