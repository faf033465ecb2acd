"""What a page shows, as plain data built from the rooms below; views bind forms and hand them in beside it."""
