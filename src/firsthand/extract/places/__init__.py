"""Where: toponyms and their places."""
