"""A language's glossary for other tools: TBX-Basic (ISO 30042:2008) and CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from editions.catalogs.glossary import Term
from editions.catalogs.xmlfiles import XML_LANG, Element, serialize, set_text

COLUMNS = ('term', 'sense', 'rendering', 'also', 'not', 'source', 'note')
_PLAIN = {
    'martif', 'martifHeader', 'fileDesc', 'titleStmt', 'sourceDesc', 'encodingDesc', 'text', 'body',
    'termEntry', 'langSet', 'tig',
}  # fmt: skip
_STATUS = {'preferred': 'preferredTerm', 'admitted': 'admittedTerm', 'deprecated': 'deprecatedTerm'}


def write_tbx(terms: Iterable[Term], source: str, target: str, title: str) -> bytes:
    """The TBX file of a glossary; `source` and `target` are BCP 47 tags."""
    root = etree.Element('martif', {'type': 'TBX-Basic', XML_LANG: source})
    header = etree.SubElement(root, 'martifHeader')
    file = etree.SubElement(header, 'fileDesc')
    etree.SubElement(etree.SubElement(file, 'titleStmt'), 'title').text = title
    etree.SubElement(etree.SubElement(file, 'sourceDesc'), 'p').text = f'glossary, {target}'
    encoding = etree.SubElement(header, 'encodingDesc')
    etree.SubElement(encoding, 'p', type='XCSURI').text = 'TBXBasicXCSV02.xcs'
    body = etree.SubElement(etree.SubElement(root, 'text'), 'body')
    for number, term in enumerate(terms, 1):
        entry = etree.SubElement(body, 'termEntry', id=f'c{number}')
        _write_term(entry, term, source, target)
    return serialize(root, lambda element: element.tag in _PLAIN)


def _write_term(entry: Element, term: Term, source: str, target: str) -> None:
    if term.sense:
        set_text(etree.SubElement(entry, 'descrip', type='context'), term.sense)
    if term.note:
        set_text(etree.SubElement(entry, 'note'), term.note)
    ours = etree.SubElement(entry, 'langSet', {XML_LANG: source})
    _write_tig(ours, term.source, 'preferred')
    theirs = etree.SubElement(entry, 'langSet', {XML_LANG: target})
    _write_tig(theirs, term.rendering, 'preferred', term.origin)
    for text in term.also:
        _write_tig(theirs, text, 'admitted')
    for text in term.barred:
        _write_tig(theirs, text, 'deprecated')


def _write_tig(language: Element, text: str, status: str, origin: str = '') -> None:
    group = etree.SubElement(language, 'tig')
    set_text(etree.SubElement(group, 'term'), text)
    note = etree.SubElement(group, 'termNote', type='administrativeStatus')
    note.text = f'{_STATUS[status]}-admn-sts'
    if origin:
        set_text(etree.SubElement(group, 'admin', type='source'), origin)


def write_csv(terms: Iterable[Term]) -> bytes:
    """The glossary as CSV (RFC 4180) in UTF-8, a byte-order mark first, as Excel wants it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(_guarded(_row(term)) for term in terms)
    return file.getvalue().encode('utf-8-sig')


def _row(term: Term) -> Sequence[str]:
    also, barred = ' | '.join(term.also), ' | '.join(term.barred)
    return term.source, term.sense, term.rendering, also, barred, term.origin, term.note


def _guarded(row: Sequence[str]) -> Iterator[str]:
    """A cell that a spreadsheet would run as a formula gets an apostrophe (OWASP)."""
    return (f"'{cell}" if cell[:1] in '=+-@\t\r' and cell else cell for cell in row)
