"""A pseudo language, to test a theme or a length: accented, longer, in brackets.

`[Ćömmüñîţŷ öƒ šĥåŕëđ ... one two]`: what shows without brackets was never translatable, what
shows with one bracket was cut, and what breaks with longer words will break in German. The
codes are CLDR's (https://cldr.unicode.org: pseudolocales): XA is accented, XB runs from right
to left. Such a language is built like any other, below `build/pseudo`, and is never published.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from editions import files
from editions.catalogs import po, store, wording
from editions.catalogs.current import Templates
from editions.catalogs.po.messages import Message
from editions.catalogs.po.writing import UNWRAPPED, render
from editions.catalogs.store import Write
from editions.checks.rules import RULES
from editions.languages.language import Language
from editions.markup import Inline, Mark, parse
from editions.project import Project

Change = Callable[[str], str]

PLAIN = 'acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ'
ACCENTED = 'áçđëğħïĵķłñöřšţüŵýžÁÇĐËĞĦÏĴĶŁÑÖŘŠŢÜŴÝŽ'  # Latin-1 and Extended-A: every font has them
FILLING = ('one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven')
OVERRIDE, END = '\u202e', '\u202c'  # right-to-left override, pop directional formatting
_ACCENTS = str.maketrans(PLAIN, ACCENTED)
_KEPT = re.compile(
    r'(?:https?|ftp|mailto):\S+|[\w.+-]+@[\w-]+\.\w+|%(?:\(\w+\))?[#0 +-]*[\d.]*[a-zA-Z%]'
    r'|\{[^{}]*\}|\\.|&\w+;'
)
_RUN = re.compile(r'[^\W\d_]+')


def language(source: Language, *, bidi: bool = False) -> Language:
    """The pseudo language of a source language; Arabic's code where it runs leftwards."""
    return Language('ar_XB' if bidi else f'{source.base}_XA', 'Pseudo (RTL)' if bidi else 'Pseudo')


def project_of(project: Project) -> Project:
    """The project with both pseudo languages, its catalogs and editions below build/pseudo."""
    pseudo = (language(project.source_language, bidi=bidi) for bidi in (False, True))
    made = replace(project.apart('pseudo'), languages=(*project.languages, *pseudo))
    locale = str(made.build / 'locale')
    return replace(
        made,
        settings={**project.settings, 'locale_dirs': [locale]},
        defines=(*made.defines, 'editions_ignore=controls'),
    )


def text(source: str, *, growth: float = 0.4, bidi: bool = False) -> str:
    """A source text as its own translation; markup, addresses and placeholders are kept.

    `growth` is by how much a long text grows; a short one may double, as in real languages.
    """
    if not source.strip():
        return source
    before = source[: len(source) - len(source.lstrip())]
    after = source[len(source.rstrip()) :]
    body = source.strip()
    change = _leftwards if bidi else _accented
    parts = ''.join(_rewritten(body, change))
    filling = ' '.join(_filled(len(body), growth))
    return f'{before}[{parts}{" " if filling else ""}{change(filling)}]{after}'


def _filled(length: int, growth: float) -> Iterator[str]:
    """Words that make a text of a length longer; IBM's rule doubles what is below ten letters."""
    missing = length * max(growth, (1 - length / 20) if growth else 0)
    for word in cycle(FILLING):
        if missing < len(word):
            return
        yield word
        missing -= len(word) + 1


def _rewritten(body: str, change: Change) -> Iterator[str]:
    at = 0
    for mark in parse(body).marks:
        yield _prose(body[at : mark.start], change)
        yield _marked(mark, change)
        at = mark.start + len(mark.raw)
    yield _prose(body[at:], change)


def _marked(mark: Mark, change: Change) -> str:
    """A piece of markup: only emphasis and the text of a link are words."""
    words = mark.kind in (Inline.EMPHASIS, Inline.STRONG, Inline.LINK) and mark.label
    return mark.raw.replace(mark.label, _prose(mark.label, change), 1) if words else mark.raw


def _prose(words: str, change: Change) -> str:
    kept = _KEPT.findall(words)
    pieces = [change(piece) for piece in _KEPT.split(words)]
    return ''.join(part for pair in zip(pieces, [*kept, ''], strict=True) for part in pair)


def _accented(words: str) -> str:
    return words.translate(_ACCENTS)


def _leftwards(words: str) -> str:
    return _RUN.sub(lambda run: f'{OVERRIDE}{run[0]}{END}', words)


def catalogs(
    templates: Templates, pseudo: Language, *, growth: float = 0.4, bidi: bool = False
) -> dict[str, bytes]:
    """The pseudo translation of each template, and of our own and Sphinx's words, by domain."""
    sources = {domain: catalog.messages for domain, catalog in templates.items()}
    sources |= {domain: po.read(path).messages for domain, path in own_words()}
    head = Message('', (f'Content-Type: text/plain; charset=utf-8\nLanguage: {pseudo.code}\n',))
    made = {}
    for domain, messages in sources.items():
        entries = (translated(message, growth, bidi=bidi) for message in messages)
        made[domain] = '\n'.join(render(entry, UNWRAPPED) for entry in (head, *entries)).encode()
    return made


def translated(message: Message, growth: float, *, bidi: bool) -> Message:
    """A message in the pseudo language. No rule is asked: the words are meant to be wrong."""
    sources = [message.id] if message.plural is None else [message.id, message.plural]
    strings = tuple(text(source, growth=growth, bidi=bidi) for source in sources)
    silenced = f'editions: ignore {", ".join(sorted(rule.code for rule in RULES))}'
    return replace(message, strings=strings, comments=(silenced,))


def own_words() -> Iterator[tuple[str, Path]]:
    """The catalogs of words that a theme writes by itself: ours, and Sphinx's."""
    yield wording.DOMAIN, wording.sample()
    sphinx = files.package('sphinx')
    if sphinx and (path := sphinx / 'locale' / 'sphinx.pot').is_file():
        yield 'sphinx', path


def write(project: Project, pseudo: Language, made: dict[str, bytes]) -> None:
    """Write the catalogs where the pseudo project has them."""
    for domain, data in made.items():
        path = project.catalog(pseudo, domain)
        store.write([Write(path, path.read_bytes() if path.is_file() else None, data)])
