"""考核: how well the organs of an office met what it asked of their reports in a year (county.md §7)."""
