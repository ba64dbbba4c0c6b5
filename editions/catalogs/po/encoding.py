"""From a catalog's bytes to text and back, losing nothing.

A catalog says its own charset, in its header. What cannot be decoded stays in the text as lone
surrogates (PEP 383), so that even a damaged file is written back byte for byte.
"""

import codecs
import re
from dataclasses import dataclass

# The quoted strings of a .po file: escapes read as msgfmt reads them, and written, wrapped.
#
# Source: GNU gettext 0.21, po-lex.c (`control_sequence`) and write-po.c.


# The charsets of gettext (po-charset.c): all of them hold ASCII, none of them a codec that
# does anything but decode.
_PORTABLE = re.compile(
    r'(?:us-?)?ascii|utf-?8|iso[-_]?8859[-_]?\d+|koi8[-_]?[rut]|cp-?\d+|windows-?\d+|'
    r'gb2312|gbk|gb18030|euc[-_]?(?:jp|kr|tw|cn)|big5(?:[-_]?hkscs)?|shift[-_]?jis|johab|'
    r'tis-?620|viscii|georgian-ps|latin-?\d+',
    re.IGNORECASE,
)
_DECLARED = re.compile(rb'charset=([\w.:-]*)')
_HEAD = 65536  # a header stands in the first bytes; nobody looks for one in megabytes

BOM = '\ufeff'


@dataclass(frozen=True)
class Decoded:
    """A catalog's text, the charset that writes it back, and what was wrong on the way.

    `trouble` is a sentence or ''; `line` and `column` count from 1, columns in characters.
    """

    text: str
    charset: str
    trouble: str = ''
    line: int = 0
    column: int = 0


def decode(data: bytes) -> Decoded:
    """Decode by the declared charset; without one, by UTF-8."""
    declared = declared_charset(data)
    if declared.upper() == 'CHARSET':  # a template that nobody filled in
        declared = 'utf-8'
    if not _usable(declared):
        return _escaped(data, f'unknown charset {declared}; write charset=UTF-8')
    try:
        text = data.decode(declared)
    except UnicodeDecodeError as error:
        return _undecodable(data, declared, error.start)
    if text.encode(declared, 'replace') != data:
        return _escaped(data, f'charset {declared} cannot be written back; write UTF-8')
    return Decoded(text, declared)


def encoded(text: str, charset: str) -> bytes:
    """A catalog's text as bytes; in UTF-8, and saying so, where its charset cannot hold it."""
    try:
        return text.encode(charset, 'surrogateescape')
    except UnicodeEncodeError:
        return re.sub(r'(charset=)[\w.:-]+', r'\1UTF-8', text, count=1).encode('utf-8')


def declared_charset(data: bytes) -> str:
    found = _DECLARED.search(data, 0, _HEAD)
    return found[1].decode('ascii', 'replace') if found and found[1] else 'utf-8'


def _usable(name: str) -> bool:
    if not _PORTABLE.fullmatch(name):
        return False
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _undecodable(data: bytes, charset: str, at: int) -> Decoded:
    start = data.rfind(b'\n', 0, at) + 1
    column = len(data[start:at].decode(charset, 'replace')) + 1
    sentence = f'byte 0x{data[at]:02X} in column {column} is not {charset.upper()}'
    return _escaped(data, sentence, data.count(b'\n', 0, at) + 1, column)


def _escaped(data: bytes, trouble: str, line: int = 0, column: int = 0) -> Decoded:
    if not line:
        found = _DECLARED.search(data, 0, _HEAD)
        line = data.count(b'\n', 0, found.start()) + 1 if found else 1
    return Decoded(data.decode('utf-8', 'surrogateescape'), 'utf-8', trouble, line, column)


_ESCAPES = {
    'n': '\n', 't': '\t', 'b': '\b', 'r': '\r', 'f': '\f', 'v': '\v', 'a': '\a',
    '\\': '\\', '"': '"',
}  # fmt: skip
_ESCAPE = re.compile(r'\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))', re.DOTALL)
_SPECIAL = re.compile(r'[\\"\n\t\b\r\f\v\a]')
_WRITTEN = {value: f'\\{name}' for name, value in _ESCAPES.items()}


class EscapeError(ValueError):
    """An escape that gettext does not know; `offset` counts from 0 within the string."""

    def __init__(self, offset: int, escape: str) -> None:
        super().__init__(f'invalid escape {escape}')
        self.offset = offset


def unescape(raw: str) -> str:
    """What stands between two quotes, as text. Raises EscapeError."""
    return _ESCAPE.sub(_meaning, raw) if '\\' in raw else raw


def _meaning(match: re.Match[str]) -> str:
    octal, digits, letter = match.groups()
    if letter is None:
        value = int(octal, 8) if octal else int(digits[-6:], 16)
        if not 0 < value < 0x80:  # bytes of a charset, or the end of a C string
            raise EscapeError(match.start(), match[0])
        return chr(value)
    if letter not in _ESCAPES:
        raise EscapeError(match.start(), match[0])
    return _ESCAPES[letter]


def escape(text: str) -> str:
    """Text as it stands between two quotes."""
    return _SPECIAL.sub(lambda match: _WRITTEN[match[0]], text)
