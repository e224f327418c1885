"""Stills of the board: several frames merged, straightened by the board's outline, and made clear.

`still` takes one; `merging`, `outline`, `contrast` and `coding` are its steps, on arrays alone.
Everything is in memory, and forgotten with the answer.
"""
