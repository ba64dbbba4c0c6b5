"""Speed and behaviour under load; each module has a `main` that prints a table."""
