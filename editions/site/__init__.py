"""The hosted site, put together from finished editions."""
