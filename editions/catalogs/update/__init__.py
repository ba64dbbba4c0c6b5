"""Carry catalogs over a change of the source."""
