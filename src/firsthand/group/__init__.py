"""Reports to stories: which are mainly about the same happening."""
