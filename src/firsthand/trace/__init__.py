"""Who had it from whom: copies, citations, origins."""
