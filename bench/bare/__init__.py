"""What is measured against: a bare Django project with one page, on the same database and the same kind of process."""
