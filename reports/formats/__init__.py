"""What a file of any format says of a report: readers, and the matcher that finds the official form in their tables."""
