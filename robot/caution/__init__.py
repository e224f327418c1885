"""Safe mode: what a robot leaves out after it has failed again and again, and its way back."""
