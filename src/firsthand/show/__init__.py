"""What a person sees: terminal, page, files."""
