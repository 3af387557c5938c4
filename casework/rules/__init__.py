"""What must hold from opening to closure. Pure: facts and dates in, answers out, no database and no today."""
