"""The site on localhost while people work."""
