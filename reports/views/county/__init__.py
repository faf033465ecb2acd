"""The pages of those who sum up the reports of a county."""
