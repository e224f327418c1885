"""Battery and board: how much is left, and how hot it is."""
