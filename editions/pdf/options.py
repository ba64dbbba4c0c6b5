"""The options of `pdf_theme_options`, as values; theme.toml of editions-pdf says what each does."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editions.findings import UserError
from editions.languages.language import Language
from editions.project import YES

NO, AUTO = ('false', '0', 'no', 'off', ''), 'auto'

TWO_SIDED = """
@page :left { margin-left: 34mm; margin-right: 38mm }
.book :is(section.document, .toctree-wrapper + section, .index):has(> h2) { break-before: right }
"""
FAMILIES = Path(__file__).parent.parent / 'templates' / 'pdf' / 'families.css'


def family_sheet(families: tuple[str, ...], language: Language) -> str:
    """Set text in the first of some families and headings in the last; Latin falls to Source."""
    if not families:
        return ''
    first, *_more, last = (*families, families[-1])
    return FAMILIES.read_text('utf-8').format(first=first, last=last, base=language.base)


@dataclass(frozen=True)
class Options:
    page_size: str
    pair_page_size: str  # of two languages side by side
    two_sided: bool
    cover: bool
    contents: int  # levels of sections; 0: no contents
    index: bool
    paragraph_numbers: bool
    page_references: bool
    colophon: bool
    synoptic: bool
    typefaces: tuple[str, ...]
    typefaces_captions: tuple[str, ...]
    typefaces_code: tuple[str, ...]

    @property
    def turned(self) -> str:
        """The size of the page that a wide table asks for."""
        words = self.page_size.split()
        if len(words) == 2 and words[0][:1].isdigit():
            return ' '.join(reversed(words))
        side = 'portrait' if 'landscape' in words else 'landscape'
        return ' '.join([*(w for w in words if w not in ('portrait', 'landscape')), side])

    def sheet(self) -> str:
        sizes = {'': self.page_size, 'wide ': self.turned}
        rules = [f'@page {name}{{ size: {size} }}' for name, size in sizes.items()]
        if self.two_sided:
            rules.append(TWO_SIDED)
        return '\n'.join(rules)


def read(theme: Any, given: Mapping[str, Any], book: bool, code: str) -> Options:
    """The options of a theme, `auto` decided by whether a book is printed. Raises UserError."""
    values = {name: str(value) for name, value in theme.get_options(dict(given)).items()}

    def flag(name: str) -> bool:
        value = values.get(name, '').casefold()
        if value == AUTO:
            return book
        if value not in (*YES, *NO):
            raise UserError(f"conf.py: pdf_theme_options['{name}'] is true, false or auto")
        return value in YES

    def listed(name: str) -> tuple[str, ...]:
        return tuple(part for part in map(str.strip, values.get(name, '').split(',')) if part)

    if flag('synoptic') and flag('two_sided'):  # whose empty pages are not alike in all languages
        raise UserError("conf.py: pdf_theme_options: 'two_sided' goes without 'synoptic'")
    paired = values.get('pair_page_size', AUTO)
    own = f'typefaces_{code.partition("_")[0]}'
    return Options(
        page_size=values.get('page_size', 'A4'),
        pair_page_size=paired if paired != AUTO else values.get('page_size', 'A4'),
        two_sided=flag('two_sided'),
        cover=flag('cover'),
        contents=levels(values.get('contents', AUTO), book),
        index=flag('index'),
        paragraph_numbers=flag('paragraph_numbers'),
        page_references=flag('page_references'),
        colophon=flag('colophon'),
        synoptic=flag('synoptic'),
        typefaces=listed(own if own in values else 'typefaces'),
        typefaces_captions=listed('typefaces_captions'),
        typefaces_code=listed('typefaces_code'),
    )


def levels(value: str, book: bool) -> int:
    """How deep the contents go: a number of levels, or two in a book."""
    value = value.casefold()
    if value == AUTO:
        return 2 if book else 0
    if value.isdecimal():
        return int(value)
    if value in (*YES, *NO):
        return 2 if value in YES else 0
    raise UserError("conf.py: pdf_theme_options['contents'] is a number of levels, false or auto")
