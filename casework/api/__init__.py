"""Children for the council's own machines."""
