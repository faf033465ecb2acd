"""Accounts, sessions and roles: who works with the reports, and what an administrator may do about it."""
