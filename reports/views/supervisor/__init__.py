"""Pages of those who review reports."""
