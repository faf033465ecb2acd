"""The audit log: who did what to the installation, from where, with which outcome. Not what becomes of a report."""
