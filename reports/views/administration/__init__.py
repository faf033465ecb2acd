"""The administrator's pages: organs, accounts, years, and their import; no report is ever shown here."""
