"""What people fill in about a case: lists of fields, no rules."""
