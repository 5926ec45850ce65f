"""Quality on gold data, held to floors that only rise."""
