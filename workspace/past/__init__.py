"""A child's record as it was known at a past moment: the same pages under another address, marked, and read only."""
