"""The front door for machines: partner agencies send contacts, the council reads what waits."""
