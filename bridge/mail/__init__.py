"""Letters by e-mail over one mail server: for alarms, and for the office."""
