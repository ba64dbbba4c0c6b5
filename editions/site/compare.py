"""A published site beside one that was built anew: what differs, by name.

On the program, libraries and lock file that the manifest names, every byte must be the same.
Elsewhere WeasyPrint may break a line differently: then pages and all else are compared byte
by byte, and PDFs by their text, number of pages and structure.

The codes: `verify.sum` (a published file is not what its list says), `verify.missing`,
`verify.extra`, `verify.differs`, `verify.source` and `verify.toolchain` (notes).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from editions.findings import Finding, Severity
from editions.site import manifest, sums

# What follows from the rest, and so differs wherever the rest does.
PACKED = ('.br', '.gz')
DERIVED = (sums.FILE, manifest.FILE, *(manifest.FILE + suffix for suffix in PACKED))


def findings(published: Path, rebuilt: Path) -> Iterator[Finding]:
    """What differs; nothing where the published site is what its source gives."""
    before, after = manifest.read(published), manifest.read(rebuilt)
    if not before:
        yield _error(manifest.FILE, 'no manifest here that can be read', 'manifest')
    yield from untouched(published)
    yield from source(before, after)
    same = manifest.toolchain(before) == manifest.toolchain(after)
    if not same:
        yield from toolchain(before, after)
    yield from files(published, rebuilt, exact=same)


def untouched(published: Path) -> Iterator[Finding]:
    """Files that are not what the published list says."""
    listed, found = sums.read(published), sums.of(published)
    if not listed:
        yield _error(sums.FILE, 'no list of sums here that can be read', 'sum')
        return
    for name in sorted(listed.keys() | found.keys()):
        if name not in found:
            yield _error(name, 'is listed but missing', 'sum')
        elif name not in listed:
            yield _error(name, 'is not listed', 'sum')
        elif listed[name] != found[name]:
            yield _error(name, 'was changed after it was published', 'sum')


def source(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Finding]:
    """Say where the sources are not the same: then the sites may well differ."""
    was, now = (side.get('source') or {} for side in (before, after))
    old, new = (side.get('files') or {} for side in (was, now))
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            sentence = 'is not the file that the published site was made from'
            yield Finding(name, 0, Severity.WARNING, sentence, 'verify.source')


def toolchain(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Finding]:
    """Say which programs differ, and what is compared then."""
    was, now = (_flat(manifest.toolchain(side)) for side in (before, after))
    changed = [
        f'{name} {was.get(name) or "none"} there, {now.get(name) or "none"} here'
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    ]
    sentence = (
        f'made with other programs ({"; ".join(changed)}); of PDFs the text, '
        'the number of pages and the structure are compared, of all else every byte'
    )
    yield Finding('', 0, Severity.INFO, sentence, 'verify.toolchain')


def _flat(value: Mapping[str, Any], prefix: str = '') -> dict[str, str]:
    found: dict[str, str] = {}
    for name, item in value.items():
        if isinstance(item, dict):
            found |= _flat(item, f'{prefix}{name} ')
        else:
            found[f'{prefix}{name}'] = str(item or '')[:12]
    return found


def files(published: Path, rebuilt: Path, *, exact: bool) -> Iterator[Finding]:
    """Compare file by file."""
    before, after = sums.of(published), sums.of(rebuilt)
    for name in sorted(before.keys() | after.keys()):
        if name in DERIVED or (not exact and _follows(name)):
            continue
        if name not in after:
            yield _error(name, 'is not made by the source any more', 'extra')
        elif name not in before:
            yield _error(name, 'is missing from the published site', 'missing')
        elif before[name] != after[name]:
            yield from _differs(published / name, rebuilt / name, name, exact)


def _follows(name: str) -> bool:
    """Whether a file is made from others by programs that may differ: packed, or a picture."""
    return name.endswith((*PACKED, '.png'))


def _differs(published: Path, rebuilt: Path, name: str, exact: bool) -> Iterator[Finding]:
    if exact or not name.endswith('.pdf'):
        yield _error(name, 'differs from what the source gives', 'differs')
        return
    was, now = paper(published), paper(rebuilt)
    for what in was:
        if was[what] != now[what]:
            yield _error(name, f'{what} differs from what the source gives', 'differs')


def paper(path: Path) -> dict[str, Any]:
    """The text, number of pages and structure of a PDF, lines and hyphens aside."""
    import pypdfium2  # of the extra `publish`

    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
        return {
            'the number of pages': len(document),
            'the text': ''.join(''.join(texts).replace('\ufffe', '').split()),
            'the structure': [role for page in document for role in _roles(page)],
            'the outline': [(item.level, item.get_title()) for item in document.get_toc()],
        }


def _roles(page: Any) -> Iterator[str]:
    """The structure elements of a page, depth first, by the role they have."""
    from pypdfium2 import raw

    tree = raw.FPDF_StructTree_GetForPage(page)
    for index in range(raw.FPDF_StructTree_CountChildren(tree)):
        yield from _roles_below(raw.FPDF_StructTree_GetChildAtIndex(tree, index))
    raw.FPDF_StructTree_Close(tree)


def _roles_below(element: Any) -> Iterator[str]:
    import ctypes

    from pypdfium2 import raw

    if not element:
        return
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, buffer, size)
    yield buffer.raw.decode('utf-16-le').rstrip('\0')
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from _roles_below(raw.FPDF_StructElement_GetChildAtIndex(element, index))


def _error(name: str, sentence: str, code: str) -> Finding:
    return Finding(name, 0, Severity.ERROR, sentence, f'verify.{code}')
