"""What can be said of people without asking the database: numbers, names, what must hold, how alike two are."""
