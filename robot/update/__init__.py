"""Updates: signed releases, staged beside the one that runs, tried, kept or left (record 60)."""
