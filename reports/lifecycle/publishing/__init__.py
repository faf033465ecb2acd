"""公布清单: what an office's organs have published, and where on the county website it stands (county.md §9.3)."""
