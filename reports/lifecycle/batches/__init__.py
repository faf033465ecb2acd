"""Many files at once: earlier years' reports of many organs, from a folder or an archive."""
