"""A language's glossary as one file: TBX and CSV, out and in.

Written is TBX-Basic (ISO 30042:2008). Read are its shape (`martif`, `termEntry`, `langSet`, `tig`
or `ntig`) and that of ISO 30042:2019 (`tbx`, `conceptEntry`, `langSec`, `termSec`), with
categories as attributes (DCA). What a tool has left out of an entry is not taken to be deleted.

A table (RFC 4180) may have been saved by any spreadsheet program: with semicolons or tabs, a
byte-order mark, in UTF-16, with CRLF, its columns in another order or some of them gone.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from editions.catalogs.exchange.merging import ReturnedTerm, one_line
from editions.catalogs.exchange.xml import XML_LANG, Element, add, get_text, parse_xml, serialize
from editions.catalogs.glossary import COMMENTS, Term, listed
from editions.findings import Finding, Severity, UserError

_ENTRIES = ('termEntry', 'conceptEntry')
_SETS = ('langSet', 'langSec')
_GROUPS = ('tig', 'ntig', 'termSec')


def write_tbx(terms: Iterable[Term], source: str, target: str, title: str) -> bytes:
    """The TBX file of a glossary; `source` and `target` are BCP 47 tags.

    A rendering that is only proposed does not go out: readers of a termbase take it for decided.
    """
    root = etree.Element('martif', {'type': 'TBX-Basic', XML_LANG: source})
    header = add(root, 'martifHeader')
    file = add(header, 'fileDesc')
    add(add(file, 'titleStmt'), 'title', title)
    add(add(file, 'sourceDesc'), 'p', f'glossary, {target}')
    add(add(header, 'encodingDesc'), 'p', 'TBXBasicXCSV02.xcs', type='XCSURI')
    body = add(add(root, 'text'), 'body')
    for number, term in enumerate(terms, 1):
        entry = add(body, 'termEntry', id=f'c{number}-{term.base}')
        _write_term(entry, term, source, target)
    return serialize(root)


def _write_term(entry: Element, term: Term, source: str, target: str) -> None:
    if term.sense:
        add(entry, 'descrip', term.sense, type='context')
    if term.note:
        add(entry, 'note', term.note)
    ours = add(entry, 'langSet', lang=source)
    _write_tig(ours, term.source, 'preferred')
    if not term.approved:
        return
    theirs = add(entry, 'langSet', lang=target)
    _write_tig(theirs, term.rendering, 'preferred', term.origin)
    for text in term.also:
        _write_tig(theirs, text, 'admitted')
    for text in term.barred:
        _write_tig(theirs, text, 'deprecated')


def _write_tig(language: Element, text: str, status: str, origin: str = '') -> None:
    group = add(language, 'tig')
    add(group, 'term', text)
    add(group, 'termNote', f'{status}Term-admn-sts', type='administrativeStatus')
    if origin:
        add(group, 'admin', origin, type='source')


# What TBX-Basic, older TBX and the platforms write of a term, by how it begins.
_STATUS = {
    'preferred': ('preferred', 'standardized', 'legal', 'regulated'),
    'admitted': ('admitted',),
    'deprecated': ('deprecated', 'superseded', 'obsolete', 'forbidden', 'notrecommended'),
}
_RANK = ('preferred', '', 'admitted')
_NOTES = ('definition', 'explanation', 'usagenote', 'note')
_UNTRANSLATED = {'translationneeded': 'no', 'translatable': 'no', 'donottranslate': 'yes'}
_ANSWERS = {'false': 'no', '0': 'no', 'true': 'yes', '1': 'yes'}
_READ = ('administrativestatus', 'normativeauthorization', 'source', *_NOTES, *_UNTRANSLATED)


@dataclass(frozen=True)
class Tig:
    """One term of a concept in one language; `status` is one of `_STATUS`, or not said."""

    text: str
    status: str
    origin: str


def tbx_languages(data: bytes, name: str) -> tuple[str, ...]:
    """The languages of a TBX file, as it names them. Raises UserError where it is none."""
    return tuple(dict.fromkeys(each.get(XML_LANG, '') for each in _all(_root(data, name), _SETS)))


def read_tbx(
    data: bytes, name: str, source: str, target: str
) -> tuple[tuple[ReturnedTerm, ...], tuple[Finding, ...]]:
    """The terms of a TBX file in two of the languages that it names, and what is lost of them.

    Raises UserError where it is no TBX.
    """
    entries = list(_all(_root(data, name), _ENTRIES))
    terms = tuple(one for entry in entries for one in _read_entry(entry, source, target))
    left = Counter(kind for entry in entries for kind in _left_out(entry, (source, target)))
    if not left:
        return terms, ()
    listed = ', '.join(f'{kind} ({number})' for kind, number in left.most_common())
    sentence = f'a glossary has no place for these, left out: {listed}'
    return terms, (Finding(name, 0, Severity.INFO, sentence, 'import.term'),)


def _root(data: bytes, name: str) -> Element:
    root = parse_xml(data, name)
    if _local(root) not in ('martif', 'tbx'):
        raise UserError(f'{name}: no TBX; its root is {root.tag}')
    return root


def _read_entry(entry: Element, source: str, target: str) -> Iterator[ReturnedTerm]:
    """A concept: every term of the source with all renderings."""
    base = re.search('-([0-9a-f]{12})$', entry.get('id', ''))
    theirs = list(_tigs(entry, target))
    said = list(_said(entry, (source, target)))
    for tig in dict.fromkeys(_tigs(entry, source)):
        term = _entry_term(tig.text, theirs, said)
        known = {'rendering', 'also', 'barred'} if theirs or term.rendering else set()
        known |= {name for name in ('origin', 'note') if getattr(term, name)}
        yield ReturnedTerm(term, base[1] if base else '', frozenset(known))


def _entry_term(source: str, theirs: list[Tig], said: list[Element]) -> Term:
    live = [tig for tig in theirs if tig.status != 'deprecated']
    approved = sorted(live, key=lambda tig: _RANK.index(tig.status))
    if not approved and any(map(_stays, said)):
        approved = [Tig(source, 'preferred', '')]
    senses = [_plain(each) for each in said if _is_sense(each)]
    notes = [_plain(each) for each in said if _kind(each) in _NOTES]
    return Term(
        source,
        approved[0].text if approved else '',
        senses[0] if senses else '',
        tuple(tig.text for tig in approved[1:]),
        tuple(tig.text for tig in theirs if tig.status == 'deprecated'),
        next((tig.origin for tig in theirs if tig.origin), ''),
        '; '.join(dict.fromkeys(filter(None, notes))),
        said[0].sourceline or 0,
    )


def _said(entry: Element, languages: Sequence[str]) -> Iterator[Element]:
    """An entry and all elements in it, but for other languages."""
    sets = tuple(f'{{*}}{name}' for name in _SETS)
    for each in entry.iter(etree.Element):
        inside = (part.get(XML_LANG, '') for part in (each, *each.iterancestors(*sets)))
        if all(language in ('', *languages) for language in inside):
            yield each


def _kind(element: Element) -> str:
    """What an element says of a term: 'usagenote' of `<descrip type="Usage note">`, or ''."""
    name = _local(element)
    kind = element.get('type', '') if name in ('descrip', 'termNote', 'admin') else name
    return re.sub('[^a-z]', '', kind.lower())


def _is_sense(element: Element) -> bool:
    """Of a whole entry: the context of a term is an example of it."""
    return _kind(element) == 'context' and _local(element.getparent()) in _ENTRIES


def _stays(element: Element) -> bool:
    """Whether it says that a term is not to be translated."""
    answer = _plain(element).lower()
    return _UNTRANSLATED.get(_kind(element), '-') == _ANSWERS.get(answer, answer)


def _left_out(entry: Element, languages: Sequence[str]) -> Iterator[str]:
    """What is said of the terms in these languages, or of the concept, that is not read."""
    for each in _said(entry, languages):
        typed = _local(each) in ('descrip', 'termNote', 'admin')
        if typed and not (_kind(each) in _READ or _is_sense(each)):
            yield each.get('type') or _local(each)


def _tigs(entry: Element, language: str) -> Iterator[Tig]:
    for part in _all(entry, _SETS):
        if part.get(XML_LANG, '') == language:
            for group in _all(part, _GROUPS):
                words = [text for each in _all(group, ('term',)) if (text := _plain(each))]
                if words:
                    yield Tig(words[0], _status(group), _typed(group, 'admin', 'source'))


def _status(group: Element) -> str:
    """How a term is to be used; '' where it is not said."""
    status = _typed(group, 'termNote', 'administrativeStatus')
    status = (status or _typed(group, 'termNote', 'normativeAuthorization')).lower()
    return next((name for name, begin in _STATUS.items() if status.startswith(begin)), '')


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


COLUMNS = {
    'term': 'source', 'sense': 'sense', 'rendering': 'rendering', **COMMENTS, 'state': 'approved',
    'base': 'base',
}  # a column -> the field of the term  # fmt: skip
_KEYS = ('term', 'sense', 'base')  # what a term is known by
_PROPOSED, _APPROVED = 'proposed', 'approved'
_MARKS = {
    codecs.BOM_UTF8: 'utf-8-sig',
    codecs.BOM_UTF16_LE: 'utf-16',
    codecs.BOM_UTF16_BE: 'utf-16',
}
# What makes a spreadsheet run a cell as a formula (OWASP, "CSV Injection"), guarded or not.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def write_csv(terms: Iterable[Term]) -> bytes:
    """The table in UTF-8, a byte-order mark first, as Excel wants it.

    A cell that a spreadsheet would run as a formula gets an apostrophe, and loses it again when
    it is read.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_guarded(cell) for cell in _row(term)] for term in terms)
    return file.getvalue().encode('utf-8-sig')


def _row(term: Term) -> Sequence[str]:
    also, barred = ' | '.join(term.also), ' | '.join(term.barred)
    state = _APPROVED if term.approved else _PROPOSED if term.rendering else ''
    texts = (term.source, term.sense, term.rendering, also, barred, term.origin, term.note)
    return (*texts, state, term.base)


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def read_csv(data: bytes, name: str) -> tuple[tuple[ReturnedTerm, ...], tuple[Finding, ...]]:
    """The terms of a table, and the rows that are none.

    Raises UserError where it cannot be read, or has no columns `term` and `rendering`.
    """
    text = _decoded(data, name)
    rows = csv.reader(io.StringIO(text, newline=''), delimiter=_delimiter(text), strict=True)
    try:
        numbered = [(rows.line_num, row) for row in rows]
    except csv.Error as error:
        raise UserError(f'{name}:{rows.line_num}: no CSV: {error}') from error
    cleaned = [(line, [one_line(_unguarded(cell)) for cell in row]) for line, row in numbered]
    filled = [(line, row) for line, row in cleaned if any(row)]
    if filled and filled[0][1][0].startswith('sep='):  # names the delimiter to Excel
        del filled[0]
    if not filled:
        raise UserError(f'{name}: an empty table')
    columns = _columns(filled[0][1], name)
    found = [_read_row(columns, line, row, name) for line, row in filled[1:]]
    return (
        tuple(one for one in found if isinstance(one, ReturnedTerm)),
        tuple(one for one in found if isinstance(one, Finding)),
    )


def _decoded(data: bytes, name: str) -> str:
    charset = next((charset for mark, charset in _MARKS.items() if data.startswith(mark)), 'utf-8')
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        sentence = f'{name}: neither UTF-8 nor UTF-16; save it again as "CSV UTF-8"'
        raise UserError(sentence) from None


def _delimiter(text: str) -> str:
    """The sign that splits the first line into most columns that we know."""
    lines = [line for line in text.splitlines() if line.strip()][:2]
    if lines and (given := re.fullmatch(r'"?sep=(.)"?', lines[0])):
        return given[1]
    first = lines[0] if lines else ''
    return max(',;\t', key=lambda sign: sum(_column(cell) in COLUMNS for cell in first.split(sign)))


def _column(cell: str) -> str:
    return cell.strip().strip('"').strip().lower()


def _columns(row: list[str], name: str) -> list[str]:
    columns = [_column(cell) for cell in row]
    if not {'term', 'rendering'} <= set(columns):
        known = ', '.join(COLUMNS)
        raise UserError(f'{name}: the first row must name the columns term and rendering ({known})')
    if twice := {each for each in columns if each in COLUMNS and columns.count(each) > 1}:
        raise UserError(f'{name}: two columns are named {min(twice)}')
    return columns


def _read_row(columns: list[str], line: int, row: list[str], name: str) -> ReturnedTerm | Finding:
    if any(row[len(columns) :]):
        sentence = 'more cells than columns, nothing taken; is a cell without its quotes?'
        return Finding(name, line, Severity.WARNING, sentence, 'import.term')
    there = dict(zip(columns, row, strict=False))
    cells = {each: there.get(each, '') for each in COLUMNS}
    if cells['state'].lower() not in ('', _PROPOSED, _APPROVED):
        sentence = f'the state is neither {_APPROVED} nor {_PROPOSED}, nothing taken'
        return Finding(name, line, Severity.WARNING, sentence, 'import.term')
    # A table without a state approves what it fills.
    known = [each for each in COLUMNS if each in there and each not in _KEYS]
    known = [each for each in known if each != 'state' or cells['state']]
    fields = frozenset(COLUMNS[each] for each in known)
    return ReturnedTerm(_row_term(cells, line), cells['base'], fields)


def _row_term(cells: dict[str, str], line: int) -> Term:
    return Term(
        cells['term'],
        cells['rendering'],
        cells['sense'],
        listed(cells['also']),
        listed(cells['not']),
        cells['source'],
        cells['note'],
        line,
        cells['state'].lower() != _PROPOSED,
    )
