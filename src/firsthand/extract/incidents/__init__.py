"""What happened: incidents and the values that the report gives for their slots."""
