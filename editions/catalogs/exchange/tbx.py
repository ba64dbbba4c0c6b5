"""A language's glossary as a termbase: TBX-Basic (ISO 30042:2008) out, any TBX in.

Read are the old shape (`martif`, `termEntry`, `langSet`, `tig` or `ntig`) and that of ISO
30042:2019 (`tbx`, `conceptEntry`, `langSec`, `termSec`), with categories as attributes (DCA).
What a tool has left out of an entry is not taken to be deleted.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from editions.catalogs.exchange.terms import ReturnedTerm, one_line
from editions.catalogs.exchange.xml import XML_LANG, Element, get_text, parse, serialize, set_text
from editions.catalogs.glossary import Term
from editions.findings import UserError

_INDENTED = {
    'martif', 'martifHeader', 'fileDesc', 'titleStmt', 'sourceDesc', 'encodingDesc', 'text', 'body',
    'termEntry', 'langSet', 'tig',
}  # fmt: skip
_ENTRIES = ('termEntry', 'conceptEntry')
_SETS = ('langSet', 'langSec')
_GROUPS = ('tig', 'ntig', 'termSec')
_STATUS = {'preferred': 'preferredTerm', 'admitted': 'admittedTerm', 'deprecated': 'deprecatedTerm'}


def write(terms: Iterable[Term], source: str, target: str, title: str) -> bytes:
    """The TBX file of a glossary; `source` and `target` are BCP 47 tags.

    A rendering that is only proposed does not go out: readers of a termbase take it for decided.
    """
    root = etree.Element('martif', {'type': 'TBX-Basic', XML_LANG: source})
    header = etree.SubElement(root, 'martifHeader')
    file = etree.SubElement(header, 'fileDesc')
    etree.SubElement(etree.SubElement(file, 'titleStmt'), 'title').text = title
    etree.SubElement(etree.SubElement(file, 'sourceDesc'), 'p').text = f'glossary, {target}'
    encoding = etree.SubElement(header, 'encodingDesc')
    etree.SubElement(encoding, 'p', type='XCSURI').text = 'TBXBasicXCSV02.xcs'
    body = etree.SubElement(etree.SubElement(root, 'text'), 'body')
    for number, term in enumerate(terms, 1):
        entry = etree.SubElement(body, 'termEntry', id=f'c{number}-{term.base}')
        _write_term(entry, term, source, target)
    return serialize(root, lambda element: element.tag in _INDENTED)


def _write_term(entry: Element, term: Term, source: str, target: str) -> None:
    if term.sense:
        set_text(etree.SubElement(entry, 'descrip', type='context'), term.sense)
    if term.note:
        set_text(etree.SubElement(entry, 'note'), term.note)
    ours = etree.SubElement(entry, 'langSet', {XML_LANG: source})
    _write_tig(ours, term.source, 'preferred')
    if not term.approved:
        return
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


@dataclass(frozen=True)
class Tig:
    """One term of a concept in one language; `status` is preferred, admitted or deprecated."""

    text: str
    status: str
    origin: str


def languages(data: bytes, name: str) -> tuple[str, ...]:
    """The languages of a TBX file, as it names them. Raises UserError where it is none."""
    return tuple(dict.fromkeys(each.get(XML_LANG, '') for each in _all(_root(data, name), _SETS)))


def read(data: bytes, name: str, source: str, target: str) -> tuple[ReturnedTerm, ...]:
    """The terms of a TBX file in two of the languages that it names.

    Raises UserError where it is no TBX.
    """
    entries = _all(_root(data, name), _ENTRIES)
    return tuple(one for entry in entries for one in _read_entry(entry, source, target))


def _root(data: bytes, name: str) -> Element:
    root = parse(data, name)
    if _local(root) not in ('martif', 'tbx'):
        raise UserError(f'{name}: no TBX; its root is {root.tag}')
    return root


def _read_entry(entry: Element, source: str, target: str) -> Iterator[ReturnedTerm]:
    """A concept: every term of the source with all renderings."""
    base = re.search('-([0-9a-f]{12})$', entry.get('id', ''))
    theirs = list(_tigs(entry, target))
    for tig in dict.fromkeys(_tigs(entry, source)):
        term = _term(tig.text, theirs, entry)
        known = {'rendering', 'also', 'barred'} if theirs else set()
        known |= {name for name in ('origin', 'note') if getattr(term, name)}
        yield ReturnedTerm(term, base[1] if base else '', frozenset(known))


def _term(source: str, theirs: list[Tig], entry: Element) -> Term:
    live = [tig for tig in theirs if tig.status != 'deprecated']
    approved = sorted(live, key=lambda tig: tig.status != 'preferred')
    direct = [child for child in entry if isinstance(child.tag, str)]
    senses = [_plain(e) for e in direct if _local(e) == 'descrip' and e.get('type') == 'context']
    notes = [_plain(e) for e in direct if _local(e) == 'note']
    return Term(
        source,
        approved[0].text if approved else '',
        senses[0] if senses else '',
        tuple(tig.text for tig in approved[1:]),
        tuple(tig.text for tig in theirs if tig.status == 'deprecated'),
        next((tig.origin for tig in theirs if tig.origin), ''),
        ' '.join(notes),
        entry.sourceline or 0,
    )


def _tigs(entry: Element, language: str) -> Iterator[Tig]:
    for part in _all(entry, _SETS):
        if part.get(XML_LANG, '') == language:
            for group in _all(part, _GROUPS):
                words = [text for each in _all(group, ('term',)) if (text := _plain(each))]
                if words:
                    yield Tig(words[0], _status(group), _typed(group, 'admin', 'source'))


def _status(group: Element) -> str:
    """How a term is to be used; without a note it is preferred."""
    status = _typed(group, 'termNote', 'administrativeStatus')
    status = status or _typed(group, 'termNote', 'normativeAuthorization')
    if status.startswith(('deprecated', 'superseded', 'notRecommended')):
        return 'deprecated'
    return 'admitted' if status.startswith('admitted') else 'preferred'


def _typed(group: Element, name: str, kind: str) -> str:
    return next((_plain(e) for e in _all(group, (name,)) if e.get('type') == kind), '')


def _plain(element: Element) -> str:
    """An element's text in one line."""
    return one_line(get_text(element))


def _all(element: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """All elements of some names below one, whatever their namespace."""
    return (each for each in element.iter(etree.Element) if _local(each) in names)


def _local(element: Element) -> str:
    return str(etree.QName(element).localname)
