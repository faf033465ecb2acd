"""Pages of everybody who is signed in."""
