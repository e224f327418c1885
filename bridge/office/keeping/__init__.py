"""Pages of what is kept and what is erased."""
