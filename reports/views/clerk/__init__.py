"""Pages of those who write a report."""
