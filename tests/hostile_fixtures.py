"""The attacks of tests/data/hostile: one file a kind, each with what must become of it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / 'data' / 'hostile'
SYNTAXES = ('rst', 'md')


@dataclass(frozen=True)
class Attack:
    """One translation; `must` is what becomes of it in `syntax`.

    'withheld': its source shows. 'text': it shows, as text. 'harmless': either.
    """

    kind: str
    number: int
    syntax: str
    must: str
    text: str
    source: str
    title: bool = False
    comment: str = ''
    flags: str = ''
    location: str = ''
    waits: str = ''  # what is still to be written before it is held; it is not judged

    @property
    def id(self) -> str:
        """Its source, which no other has."""
        return f'{self.source} Number {self.number}.'

    def entry(self) -> str:
        """Its lines in a catalog."""
        lines = [f'# {self.comment}'] * bool(self.comment)
        lines += [f'#: {self.location}'] * bool(self.location)
        lines += [f'#, {self.flags}'] * bool(self.flags)
        return '\n'.join([*lines, f'msgid {quoted(self.id)}', f'msgstr {quoted(self.text)}', ''])


def quoted(text: str) -> str:
    for sign, escaped in (
        ('\\', '\\\\'),
        ('"', '\\"'),
        ('\n', '\\n'),
        ('\t', '\\t'),
        ('\r', '\\r'),
    ):
        text = text.replace(sign, escaped)
    return f'"{text}"'


def attacks() -> Iterator[Attack]:
    """Every attack in every syntax that it is written in."""
    numbers = count(1)
    for path in sorted(FOLDER.glob('*.toml')):
        for group in groups(tomllib.loads(path.read_text('utf-8'))):
            shared = {k: v for k, v in group.items() if k not in ('attacks', *SYNTAXES)}
            for text in group['attacks']:
                number = next(numbers)
                for syntax in SYNTAXES:
                    if must := group.get(syntax):
                        yield Attack(path.stem, number, syntax, must, text, **shared)


def groups(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The groups of a file; what stands above them holds for all but the outcome."""
    inherited = {k: value[k] for k in ('source', 'title', 'comment', 'flags') if k in value}
    if 'attacks' in value:
        own = {k: v for k, v in value.items() if k not in ('about', 'group')}
        yield own
    for group in value.get('group', ()):
        yield inherited | group


def headers() -> list[str]:
    """What the heads of catalogs say of their translator."""
    return list(tomllib.loads((FOLDER / 'headers.toml').read_text('utf-8'))['headers'])


def catalog(language: str, translator: str, listed: list[Attack]) -> str:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    head += f'"Language: {language}\\n"\n"Last-Translator: {quoted(translator)[1:-1]}\\n"\n'
    head += '"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n'
    return '\n'.join([head, *(attack.entry() for attack in listed)])
