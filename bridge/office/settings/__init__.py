"""Settings: what the charity is called on its papers, and what each federal state asks."""
