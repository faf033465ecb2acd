"""One reader a format: a file becomes ``ReportData`` and a list of what could not be placed."""
