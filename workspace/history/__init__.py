"""The history of a child's record: who did what, what each field said before, and who looked."""
