"""The quoted strings of a .po file: escapes read as msgfmt reads them, and written, wrapped.

Source: GNU gettext 0.21, po-lex.c (`control_sequence`) and write-po.c.
"""

import re

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
