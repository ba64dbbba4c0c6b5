"""A catalog's header, and the charset and escapes that turn bytes into text and back.

What cannot be decoded stays in the text as lone surrogates (PEP 383), so that even a damaged file
is written back byte for byte. Sources: GNU gettext 0.21, po-lex.c (`control_sequence`) and
write-po.c; its manual, "Filling in the Header Entry" and "Plural forms".
"""

import codecs
import gettext
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from editions.catalogs.po.messages import Message, defect
from editions.findings import Finding

BOM = '\ufeff'
# The charsets of gettext (po-charset.c): all of them hold ASCII, none of them a codec that
# does anything but decode.
_PORTABLE = re.compile(
    r'(?:us-?)?ascii|utf-?8|iso[-_]?8859[-_]?\d+|koi8[-_]?[rut]|cp-?\d+|windows-?\d+|'
    r'gb2312|gbk|gb18030|euc[-_]?(?:jp|kr|tw|cn)|big5(?:[-_]?hkscs)?|shift[-_]?jis|johab|'
    r'tis-?620|viscii|georgian-ps|latin-?\d+',
    re.IGNORECASE,
)
# The charset that the msgstr of the empty msgid names; the same words in a comment mean nothing.
_DECLARED = (
    rf'(?m:^)(?:{BOM})?[ \t]*msgid[ \t]+""\s*msgstr\b'
    r'(?:(?!\n[ \t\r]*\n|\n[ \t]*(?:msgid|msgctxt)\b)[\s\S])*?charset=([\w.:-]+)'
)
_DECLARED_IN_BYTES, _DECLARED_IN_TEXT = re.compile(_DECLARED.encode()), re.compile(_DECLARED)
FEW = 3  # damaged lines
_HEAD = 65536  # bytes that are searched for a header; it stands first

_ESCAPES = {
    'n': '\n', 't': '\t', 'b': '\b', 'r': '\r', 'f': '\f', 'v': '\v', 'a': '\a',
    '\\': '\\', '"': '"',
}  # fmt: skip
_ESCAPE = re.compile(r'\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))', re.DOTALL)
_SPECIAL = re.compile(r'[\\"\n\t\b\r\f\v\a]')
_WRITTEN = {value: f'\\{name}' for name, value in _ESCAPES.items()}


@dataclass(frozen=True)
class Decoded:
    """A catalog's text, the charset that writes it back, and what was wrong on the way.

    `problem` is a sentence or ''; `line` counts from 1.
    """

    text: str
    charset: str
    problem: str = ''
    line: int = 0


def decode(data: bytes) -> Decoded:
    """Decode by the charset that the header declares; without one, by UTF-8."""
    found = _DECLARED_IN_BYTES.search(data, 0, _HEAD)
    declared = found[1].decode('ascii', 'replace') if found else 'utf-8'
    line = data.count(b'\n', 0, found.start(1)) + 1 if found else 1
    if declared.upper() == 'CHARSET':  # a template that is not filled in
        declared = 'utf-8'
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _escaped(data, 'the file is UTF-16; save it as UTF-8', 1)
    if not _usable(declared):
        return _escaped(data, f'unknown charset {declared}; write charset=UTF-8', line)
    try:
        text = data.decode(declared)
    except UnicodeDecodeError as error:
        return _undecodable(data, declared, error.start)
    if text.encode(declared, 'replace') != data:
        return _escaped(data, f'charset {declared} cannot be written back; write UTF-8', line)
    return Decoded(text, declared)


def encoded(text: str, charset: str) -> bytes:
    """A catalog's text as bytes; in UTF-8, and saying so, where its charset cannot hold it."""
    try:
        return text.encode(charset, 'surrogateescape')
    except UnicodeEncodeError:
        found = _DECLARED_IN_TEXT.search(text)
        if found:
            text = f'{text[: found.start(1)]}UTF-8{text[found.end(1) :]}'
        return text.encode('utf-8')


def _usable(name: str) -> bool:
    if not _PORTABLE.fullmatch(name):
        return False
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _undecodable(data: bytes, charset: str, at: int) -> Decoded:
    """A catalog in another charset than it says; of UTF-8 a few lines may be damaged, no more."""
    if codecs.lookup(charset).name == 'utf-8':
        high = [line for line in data.split(b'\n') if not line.isascii()]
        wrong = sum(not _decodes(line) for line in high)
        if wrong <= FEW or 2 * wrong < len(high):
            return Decoded(data.decode('utf-8', 'surrogateescape'), charset)
    start = data.rfind(b'\n', 0, at) + 1
    column = len(data[start:at].decode(charset, 'replace')) + 1
    sentence = f'byte 0x{data[at]:02X} in column {column} is not {charset.upper()}'
    return _escaped(data, sentence, data.count(b'\n', 0, at) + 1)


def _decodes(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _escaped(data: bytes, problem: str, line: int) -> Decoded:
    return Decoded(data.decode('utf-8', 'surrogateescape'), 'utf-8', problem, line)


class EscapeError(ValueError):
    """An escape that gettext does not know."""


def unescape(raw: str) -> str:
    """What stands between two quotes, as text. Raises EscapeError, which says the remedy."""
    return _ESCAPE.sub(_meaning, raw) if '\\' in raw else raw


def _meaning(match: re.Match[str]) -> str:
    octal, digits, letter = match.groups()
    if letter is None:
        value = int(octal, 8) if octal else int(digits[-6:], 16)
        if 0 < value < 0x80:  # not the bytes of a charset, nor the end of a C string
            return chr(value)
        remedy = 'write the character itself'
    elif letter in _ESCAPES:
        return _ESCAPES[letter]
    elif letter.isalnum():
        remedy = f'for a backslash write \\\\{letter}'
    else:
        remedy = f'write {letter} alone, or \\\\{letter} where the markup needs the backslash'
    raise EscapeError(f'invalid escape {match[0]}; {remedy}')


def escape(text: str) -> str:
    """Text as it stands between two quotes."""
    return _SPECIAL.sub(lambda match: _WRITTEN[match[0]], text)


_NPLURALS = re.compile(r'\bnplurals\s*=\s*(\d{1,3})\s*;')


def header_fields(text: str) -> dict[str, str]:
    """The fields of a header's msgstr; a line that is none is left out, the first holds."""
    fields: dict[str, str] = {}
    for line in text.split('\n'):
        name, colon, value = line.partition(':')
        if colon and name.strip():
            fields.setdefault(name.strip(), value.strip())
    return fields


def plural_count(header: Mapping[str, str]) -> int | None:
    """How many forms `Plural-Forms` promises; None where it does not say."""
    found = _NPLURALS.search(header.get('Plural-Forms', ''))
    return int(found[1]) if found else None


def usable_plural_forms(header: Mapping[str, str]) -> str:
    """The header's `Plural-Forms` where gettext can run its rule, else ''."""
    forms = header.get('Plural-Forms', '')
    _, found, rule = forms.partition('plural=')
    if not found or plural_count(header) not in range(1, 7):
        return ''
    try:
        gettext.c2py(rule.partition(';')[0].strip())
    except ValueError:  # what every gettext.GNUTranslations would raise on this file
        return ''
    return forms


def with_fields(block: str, fields: Mapping[str, str]) -> str:
    """A header's text with the values of some fields replaced; one that is not there stays out."""
    for name, value in fields.items():
        field = re.compile(
            rf'^("{re.escape(name)}: )(?:[^"\\\n]|\\[^n]|"\r?\n")*\\n"', re.MULTILINE
        )
        text = f'{escape(value)}\\n"'
        block = field.sub(lambda found, text=text: found[1] + text, block, count=1)  # type: ignore[misc]
    return block


def check_header(head: Message | None, header: Mapping[str, str]) -> Iterator[Finding]:
    """What msgfmt -c would want of the header, where it matters to us."""
    if head is None:
        yield defect(1, 'catalog.header', 'no header (a message with an empty msgid)')
        return
    if 'charset=' not in header.get('Content-Type', ''):
        sentence = 'no charset in the header; write Content-Type: text/plain; charset=UTF-8'
        yield defect(head.line, 'catalog.header', sentence)
    forms = header.get('Plural-Forms')
    if forms is not None and not usable_plural_forms(header):
        sentence = f'Plural-Forms is no rule that gettext can run: {forms[:80]!r}'
        yield defect(head.line, 'catalog.header', sentence)


def check_plurals(
    messages: list[Message], header: Mapping[str, str]
) -> tuple[list[Message], list[Finding]]:
    """Mark the messages that have not as many forms as the header promises."""
    count = plural_count(header)
    checked, findings = [], []
    for message in messages:
        wrong = (
            count is not None
            and message.plural is not None
            and not message.defective
            and not message.fuzzy  # as msgfmt has it
            and len(message.strings) != count
            and any(message.strings)
        )
        if wrong and not message.obsolete:
            sentence = f'{len(message.strings)} plural forms; the header promises {count}'
            findings.append(defect(message.string_line, 'catalog.plural', sentence))
        checked.append(replace(message, defective=True) if wrong else message)
    return checked, findings


def check_locations(messages: Sequence[Message]) -> Iterator[Finding]:
    """The first location out of the project: absolute, or further up than the others are."""
    places = [(m, place) for m in messages if not m.obsolete for place in m.locations]
    heights = Counter(place.count('../') for _, place in places if place.startswith('../'))
    usual = heights.most_common(1)[0][0] if heights else 0
    most = min(usual, FURTHEST) if usual else FURTHEST
    for message, place in places:
        if _ABSOLUTE.match(place) or place.count('../') > most:
            sentence = f'{place[:60]} lies outside of the project'
            yield defect(message.line, 'catalog.location', sentence)
            return


FURTHEST = 5  # folders that a location goes up from where templates are made
_ABSOLUTE = re.compile(r'\u2068?(?:/|~|[A-Za-z]:[\\/]|\\\\|file:)')
