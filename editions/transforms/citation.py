"""How a text is cited, from known facts alone: a sentence in its language's manner, BibTeX, RIS.

What is not known is left out. RIS is read by Zotero, EndNote and Mendeley
(https://en.wikipedia.org/wiki/RIS_(file_format)).
"""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from editions.languages import dates
from editions.languages.language import Language
from editions.project import Document
from editions.transforms.metadata import Metadata
from editions.transforms.strings import _

_SPECIAL = re.compile(r'[\\{}&%$#_~^]')
_WRITTEN = {
    '\\': r'\textbackslash{}', '~': r'\textasciitilde{}', '^': r'\textasciicircum{}',
    '{': r'\textbraceleft{}', '}': r'\textbraceright{}',  # BibTeX counts braces after \, too
}  # fmt: skip


@dataclass(frozen=True)
class Work:
    """A text in one language. `key` is what BibTeX calls it: 'shared-future.es'."""

    key: str
    title: str
    metadata: Metadata
    language: str  # BCP 47
    address: str = ''
    people: tuple[str, ...] = ()  # who translated

    @property
    def date(self) -> tuple[int, ...]:
        """Year, month, day, as far as they are known."""
        return dates.parts(self.metadata.date)


def of(
    document: Document,
    language: Language,
    metadata: Metadata,
    address: str,
    people: tuple[str, ...],
) -> Work:
    """A document as it is cited in a language: one for its pages and its papers."""
    key = f'{document.name}.{language.tag}'
    return Work(key, metadata.title, metadata, language.tag, address, people)


def sentence(work: Work) -> Markup:
    """How a text is cited, as HTML, in the manner of the language."""
    dated, plain = _('%(author)s (%(year)s). %(title)s.'), _('%(author)s. %(title)s.')
    known = {'author': work.metadata.author, 'year': work.date[0] if work.date else ''}
    title = Markup('<cite>%s</cite>') % work.title
    return escape(dated if work.date else plain) % (known | {'title': title})


def formats(work: Work) -> tuple[tuple[str, str], ...]:
    """The citation for programs: the name of each format, and its text."""
    return ('BibTeX', bibtex(work)), ('RIS', ris(work))


def bibtex(work: Work) -> str:
    """The entry of a BibTeX file; names are left whole, since it is not known how they part."""
    facts = work.metadata
    fields = {
        'author': f'{{{_escaped(facts.author)}}}' if facts.author else '',
        'title': _escaped(work.title),
        'translator': ' and '.join(f'{{{_escaped(name)}}}' for name in work.people),
        'journal': _escaped(facts.journal),
        'volume': _escaped(facts.volume),
        'number': _escaped(facts.issue),
        'pages': _escaped('--'.join(filter(None, facts.page_range))),  # BibTeX sets -- as a dash
        'publisher': _escaped(facts.publisher),
        'year': f'{work.date[0]:04}' if work.date else '',
        'language': work.language,
        'doi': facts.doi,
        'url': work.address,
    }
    lines = ',\n'.join(f'  {name} = {{{value}}}' for name, value in fields.items() if value)
    return f'@{"article" if facts.journal else "misc"}{{{work.key},\n{lines}\n}}'


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], f'\\{found[0]}'), text)


def ris(work: Work) -> str:
    """The record of a RIS file."""
    facts, date = work.metadata, work.date
    fields = [
        ('TY', 'JOUR' if facts.journal else 'GEN'),
        ('TI', work.title),
        ('AU', facts.author),
        *(('A4', name) for name in work.people),
        ('PY', f'{date[0]:04}' if date else ''),
        ('DA', '/'.join(f'{number:02}' for number in date) if len(date) > 1 else ''),
        ('JO', facts.journal),
        ('VL', facts.volume),
        ('IS', facts.issue),
        ('SP', facts.page_range[0]),
        ('EP', facts.page_range[1]),
        ('PB', facts.publisher),
        ('LA', work.language),
        ('DO', facts.doi),
        ('UR', work.address),
    ]
    lines = [f'{tag}  - {" ".join(value.split())}' for tag, value in fields if value]
    return '\n'.join([*lines, 'ER  - '])
