"""A language's glossary as a table for spreadsheet programs: CSV (RFC 4180) out and in.

What comes back may have been saved by any of them: with semicolons or tabs, a byte-order mark,
in UTF-16, with CRLF, its columns in another order or some of them gone.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from editions.catalogs.exchange.terms import ReturnedTerm, one_line
from editions.catalogs.glossary import Term
from editions.findings import Finding, Severity, UserError

COLUMNS = {
    'term': 'source',
    'sense': 'sense',
    'rendering': 'rendering',
    'also': 'also',
    'not': 'barred',
    'source': 'origin',
    'note': 'note',
    'state': 'approved',
    'base': 'base',
}  # a column -> the field of the term
_KEYS = ('term', 'sense', 'base')  # what a term is known by
_PROPOSED, _APPROVED = 'proposed', 'approved'
_MARKS = {
    codecs.BOM_UTF8: 'utf-8-sig',
    codecs.BOM_UTF16_LE: 'utf-16',
    codecs.BOM_UTF16_BE: 'utf-16',
}
# What makes a spreadsheet run a cell as a formula (OWASP, "CSV Injection"), guarded or not.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def write(terms: Iterable[Term]) -> bytes:
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


def read(data: bytes, name: str) -> tuple[tuple[ReturnedTerm, ...], tuple[Finding, ...]]:
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
    return max(',;\t', key=lambda sign: sum(_name(cell) in COLUMNS for cell in first.split(sign)))


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().lower()


def _columns(row: list[str], name: str) -> list[str]:
    columns = [_name(cell) for cell in row]
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
    return ReturnedTerm(_term(cells, line), cells['base'], fields)


def _term(cells: dict[str, str], line: int) -> Term:
    return Term(
        cells['term'],
        cells['rendering'],
        cells['sense'],
        tuple(_forms(cells['also'])),
        tuple(_forms(cells['not'])),
        cells['source'],
        cells['note'],
        line,
        cells['state'].lower() != _PROPOSED,
    )


def _forms(cell: str) -> Iterator[str]:
    return (form.strip() for form in cell.split('|') if form.strip())
