"""What can be done from a shell: see design and README for their options and exit codes."""
