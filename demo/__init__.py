"""A made-up department, played day by day through the same services that people use. Never installed in production."""
