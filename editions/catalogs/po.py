"""Read a .po file strictly and without loss: every message, every block of text, every defect.

What msgfmt 0.21 would stop at is a Finding with its line (defects.py lists the codes); reading
never raises, whatever the bytes.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from editions.catalogs.charsets import BOM, Decoded, decode
from editions.catalogs.drafts import Trouble
from editions.catalogs.headers import check_header, check_plurals
from editions.catalogs.messages import Catalog, Key, Message, Previous, header_fields
from editions.catalogs.reader import Reader
from editions.findings import Finding, Severity, relative

__all__ = ['Catalog', 'Message', 'Previous', 'parse', 'read']


def read(path: Path, *, root: Path | None = None, language: str = '', domain: str = '') -> Catalog:
    """Read a catalog; findings name it relative to `root`.

    Language and domain are told by a path `<code>/LC_MESSAGES/<domain>.po` where not given.
    Raises OSError where there is no such file.
    """
    name = relative(path, root) if root else str(path)
    if found := re.search(r'([^/\\]+)[/\\]LC_MESSAGES[/\\](.+)\.pot?$', str(path)):
        language, domain = language or found[1], domain or found[2].replace('\\', '/')
    return parse(path.read_bytes(), path, name=name, language=language, domain=domain or path.stem)


def parse(
    data: bytes, path: Path = Path(), *, name: str = '', language: str = '', domain: str = ''
) -> Catalog:
    """Read a catalog's bytes."""
    decoded = decode(data)
    reader = Reader()
    reader.run(decoded.text)
    entries, repeated = _duplicates(reader.messages)
    head = next((m for m in entries if not m.id and m.context is None and not m.obsolete), None)
    entries = [m for m in entries if m.id or m.context is not None or m.obsolete]
    header = header_fields(head.string) if head else {}
    troubles = [*_file_troubles(decoded), *reader.troubles, *repeated, *check_header(head, header)]
    entries, plural = check_plurals(entries, header)
    defects = sorted(
        Finding(name or str(path), line, severity, sentence, code)
        for line, code, sentence, severity in [*troubles, *plural]
    )
    return Catalog(
        path,
        language or header.get('Language', ''),
        domain,
        header,
        tuple(entries),
        tuple(reader.blocks),
        tuple(defects),
        head,
        decoded.charset,
        name,
    )


def _file_troubles(decoded: Decoded) -> Iterator[Trouble]:
    if decoded.trouble:
        yield Trouble(decoded.line, 'catalog.charset', decoded.trouble)
    if decoded.text.startswith(BOM):
        yield Trouble(1, 'catalog.bom', 'a byte-order mark; save the file as UTF-8 without it')
    at = decoded.text.find('\0')
    if at >= 0:
        line = decoded.text.count('\n', 0, at) + 1
        yield Trouble(line, 'catalog.nul', 'a NUL character; no text holds one')


def _duplicates(messages: list[Message]) -> tuple[list[Message], list[Trouble]]:
    """All messages, and what stands twice; an obsolete one may repeat a live one."""
    first: dict[tuple[Key, bool], Message] = {}
    troubles = []
    for message in messages:
        known = first.setdefault((message.key, message.obsolete), message)
        if known is not message:
            what = 'header' if not message.id and message.context is None else 'message'
            sentence = f'duplicate {what}: the first, in line {known.line}, holds'
            severity = Severity.WARNING if message.obsolete else Severity.ERROR
            troubles.append(Trouble(message.line, 'catalog.duplicate', sentence, severity))
    return messages, troubles
