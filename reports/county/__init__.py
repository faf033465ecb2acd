"""What a county sees of all its organs at once: who put what into the sums, and how its own report differs."""
