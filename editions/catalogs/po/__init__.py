"""Catalogs as files: .po read and written without loss."""

from editions.catalogs.po.messages import Catalog, Message, Previous
from editions.catalogs.po.reading import parse, read

__all__ = ['Catalog', 'Message', 'Previous', 'parse', 'read']
