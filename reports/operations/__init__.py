"""Keeping an installation for years: its backups, their restoring, and what can be verified of it."""
