"""Translations that come as XLIFF 2.0 to 2.2 (OASIS, ISO 21720), from any program.

A unit is a message; its segments, and what stands between them, are joined. An inline code is the
text that its `dataRef` names; one without is left out, and the text then fits no message.
"""

from collections.abc import Iterator, Mapping

from editions.catalogs.exchange.merging import Returned
from editions.catalogs.exchange.provenance import of_xliff_2
from editions.catalogs.exchange.xml import Element, get_text

NAMESPACES = tuple(f'urn:oasis:names:tc:xliff:document:2.{minor}' for minor in (0, 2))
_STARTS = {'ph': 'dataRef', 'sc': 'dataRef', 'ec': 'dataRef', 'pc': 'dataRefStart'}
_PARTS = ('segment', 'ignorable')
_OPEN = 'initial'  # the state of a segment without a translation


def read(root: Element) -> tuple[str, tuple[Returned, ...]]:
    """The target language's tag, '' where none is named, and the translations."""
    return root.get('trgLang', ''), tuple(_units(root))


def _units(root: Element) -> Iterator[Returned]:
    for file in root.iterfind('{*}file'):
        for unit in file.iter('{*}unit'):
            codes = {e.get('id', ''): get_text(e) for e in unit.iterfind('{*}originalData/{*}data')}
            parts = [e for e in unit.iterchildren('{*}*') if _name(e) in _PARTS]
            done = [_text(e.find('{*}target'), codes) for e in parts]
            if not any(done):
                continue
            texts = [_text(e.find('{*}source'), codes) for e in parts]
            filled = (t or s for t, s, e in zip(done, texts, parts, strict=True) if _fills(t, e))
            text = ''.join(filled)
            segments = [e for e in parts if _name(e) == 'segment']
            fuzzy = any(e.get('state', _OPEN) == _OPEN for e in segments)
            yield Returned(
                ''.join(texts),
                (text,),
                flags=('fuzzy',) if fuzzy else (),
                comments=tuple(_notes(unit)),
                string_line=unit.sourceline or 0,
                domain=file.get('original', ''),
                made=of_xliff_2(unit, text),
            )


def _notes(unit: Element) -> Iterator[str]:
    for note in unit.iterfind('{*}notes/{*}note'):
        yield from get_text(note).splitlines()


def _fills(target: str, part: Element) -> bool:
    """Whether a part goes into the translation: what stands between segments does as it is."""
    return bool(target) or _name(part) == 'ignorable'


def _text(element: Element | None, codes: Mapping[str, str]) -> str:
    if element is None:
        return ''
    text = element.text or ''
    for child in element:
        if isinstance(child.tag, str):
            text += codes.get(child.get(_STARTS.get(_name(child), ''), ''), '')
            text += _text(child, codes)
            text += codes.get(child.get('dataRefEnd', ''), '') if _name(child) == 'pc' else ''
        text += child.tail or ''
    return text


def _name(element: Element) -> str:
    return str(element.tag).rpartition('}')[2]
