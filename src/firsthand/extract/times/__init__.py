"""When: time expressions and their values."""
