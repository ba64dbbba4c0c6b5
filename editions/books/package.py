"""The container of an EPUB 3.3: what is in it, what it says of itself, and its bytes.

The same content gives the same bytes: files have one order and one time, and the identifier is
made of what is in them. https://www.w3.org/TR/epub-33/, https://www.w3.org/TR/epub-a11y-11/
"""

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from editions.project import Format

FOLDER, OPF = 'EPUB', 'EPUB/package.opf'
COVER, NAV, INDEX, COLOPHON = 'cover.xhtml', 'nav.xhtml', 'text/genindex.xhtml', 'colophon.xhtml'
STYLE, PICTURE = 'style/epub.css', 'images/cover.png'
XHTML, OPS = 'http://www.w3.org/1999/xhtml', 'http://www.idpf.org/2007/ops'
XML = 'http://www.w3.org/XML/1998/namespace'
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can write
CONTAINER = f"""<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{OPF}" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
TYPES = {
    '.css': 'text/css', '.gif': 'image/gif', '.jpeg': 'image/jpeg', '.jpg': 'image/jpeg',
    '.png': 'image/png', '.svg': 'image/svg+xml', '.txt': 'text/plain', '.webp': 'image/webp',
    '.woff2': 'font/woff2', '.xhtml': 'application/xhtml+xml',
}  # fmt: skip
PACKED = ('.gif', '.jpeg', '.jpg', '.png', '.webp', '.woff2')  # smaller they do not become
IDENTITY = uuid5(NAMESPACE_URL, 'https://www.w3.org/TR/epub-33/')


@dataclass(frozen=True)
class Item:
    """A file of the book, by its path from the folder of the package."""

    path: str
    data: bytes
    properties: str = ''
    spine: bool = False

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.path).suffix.lower()

    @property
    def media_type(self) -> str:
        return TYPES[self.suffix]


def identifier(items: Iterable[Item]) -> str:
    """A name of this text in this form: a UUID of version 5 (RFC 9562) of all that is in it."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(f'{item.path}\0{len(item.data)}\0'.encode() + item.data)
    return f'urn:uuid:{uuid5(IDENTITY, digest.hexdigest())}'


def packed(items: Iterable[Item], opf: str) -> bytes:
    """The file: the type of the container first and as it stands, then the rest."""
    out = BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        put(archive, 'mimetype', Format.EPUB.media_type.encode(), zipfile.ZIP_STORED)
        put(archive, 'META-INF/container.xml', CONTAINER.encode())
        put(archive, OPF, opf.encode())
        for item in items:
            stored = zipfile.ZIP_STORED if item.suffix in PACKED else zipfile.ZIP_DEFLATED
            put(archive, f'{FOLDER}/{item.path}', item.data, stored)
    return out.getvalue()


def unpacked(data: bytes) -> tuple[Any, tuple[Item, ...]]:
    """A file of ours again: the root element of its package, and what is in it, in its order."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        package = etree.fromstring(archive.read(OPF))
        spine = {each.get('idref') for each in package.iter('{*}itemref')}
        found = [(each, unquote(each.get('href'))) for each in package.iter('{*}item')]
        items = tuple(
            Item(path, archive.read(f'{FOLDER}/{path}'), each.get('properties', ''),
                 each.get('id') in spine)
            for each, path in found
        )  # fmt: skip
    return package, items


def put(archive: zipfile.ZipFile, name: str, data: bytes, kind: int = zipfile.ZIP_DEFLATED) -> None:
    info = zipfile.ZipInfo(name, FIRST_DAY)
    info.compress_type, info.create_system, info.external_attr = kind, 3, 0o644 << 16
    archive.writestr(info, data, compresslevel=9)
