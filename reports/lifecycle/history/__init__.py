"""The story of a report: what happened by name, what it said then, the proof of it, and taking a section back."""
