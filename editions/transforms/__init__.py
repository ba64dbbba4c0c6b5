"""What happens inside Sphinx, for every format."""
