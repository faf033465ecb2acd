"""The life of a stored report: what enters it, what is found in it, what may happen to it, and who is told."""
