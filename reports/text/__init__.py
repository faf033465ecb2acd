"""Chinese text: what may stand in it, look-alike characters, paragraphs. Standard library only."""
