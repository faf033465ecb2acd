"""下载包: the reports of a county's organs in one zip, at once or by a worker (county.md §9.2)."""
