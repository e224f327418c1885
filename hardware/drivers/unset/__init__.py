"""A body that nobody has chosen yet: it holds nothing, moves nothing, and says so."""
