"""A body of numbers, with everything that can happen to a real one."""
