"""What a government's report is summed up from: whose reports, and to what they add up."""
