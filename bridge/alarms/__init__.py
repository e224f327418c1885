"""Alarms about robots: rules, words, e-mail, webhook, and the watch that tells each once."""
