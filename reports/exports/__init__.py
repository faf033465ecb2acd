"""One writer a format: ``ReportData`` becomes a file. No writer asks the database."""
