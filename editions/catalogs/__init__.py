"""Catalogs: read, written, carried over a change of the source, handed out and taken back."""
