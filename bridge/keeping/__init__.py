"""Backups that others cannot read, their way back, and the job that erases what is old."""
