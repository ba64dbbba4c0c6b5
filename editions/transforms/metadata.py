"""What is known of a document: read from its `.. meta::` and fields, translated.

    :date: 2016

    .. meta::
       :author: Zhu Qingqiao
       :short-title: Shared Future

A field that the source does not give is empty, and it is not printed.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from editions.checks.leading import DOI
from editions.languages import dates
from editions.transforms.application import Transform

logger = logging.getLogger(__name__)

KEY = 'editions_meta'
_DOI = re.compile(DOI)
PUBLISHED = ('doi', 'journal', 'volume', 'issue', 'pages', 'publisher')
NAMES = ('author', 'date', 'description', 'keywords', 'short-title', 'subject', *PUBLISHED)


@dataclass(frozen=True)
class Metadata:
    """All that a document says of itself, in the language of the edition."""

    title: str = ''
    short_title: str = ''
    author: str = ''
    date: str = ''  # as far as it is known: '2016', '2016-11', '2016-11-24'
    subject: str = ''
    description: str = ''
    keywords: tuple[str, ...] = ()
    doi: str = ''  # without an address: '10.1000/182'
    journal: str = ''
    volume: str = ''
    issue: str = ''
    pages: str = ''  # '19-45'
    publisher: str = ''

    @property
    def page_range(self) -> tuple[str, str]:
        """The first and the last of its pages in the journal; '' where there is none."""
        first, _, last = re.sub(r'\s*[-–—]+\s*', '-', self.pages.strip()).partition('-')
        return first, last


class Collect(Transform):
    """Keep the meta elements of a document, after Sphinx's Locale (20) translated them."""

    default_priority = 30

    def apply(self, **kwargs: object) -> None:
        found = {
            str(node['name']): str(node['content'])
            for node in self.document.findall(nodes.meta)
            if node.get('name') in NAMES
        }
        self.env.metadata[self.env.current_document.docname][KEY] = found
        fields = (field for field in self.document.findall(nodes.field) if self.heads(field))
        given = [field[1].astext() for field in fields if field[0].astext() == 'date']
        for date in filter(None, map(str.strip, [*given, found.get('date', '')])):
            if not dates.parts(date):
                self.warn(date)

    def heads(self, field: nodes.field) -> bool:
        """Whether a field stands at the head of the document; docutils has no docinfo yet."""
        return field.parent is not None and field.parent.parent is self.document

    def warn(self, date: str) -> None:
        """Name the line of a date that is none; docutils forgets where a field stood."""
        path = Path(self.env.doc2path(self.env.current_document.docname))
        lines = path.read_text('utf-8', 'replace').splitlines()
        line = next((n for n, text in enumerate(lines, 1) if 'date' in text and date in text), 0)
        logger.warning(
            '%s is not a date; write :date: 2016, 2016-11 or 2016-11-24',
            date,
            location=(self.env.current_document.docname, line or None),
            type='editions',
            subtype='date',
        )


def of(env: BuildEnvironment, docname: str) -> Metadata:
    """The metadata of a document that has been read."""
    fields = env.metadata.get(docname, {})
    meta: dict[str, str] = fields.get(KEY) or {}
    title = env.longtitles.get(docname) or env.titles.get(docname)

    def known(name: str) -> str:
        return str(meta.get(name) or fields.get(name) or '').strip()

    author = known('author')
    if not author and env.config.author not in ('unknown', 'Author name not set'):
        author = str(env.config.author or '')
    return Metadata(
        title.astext() if title else '',
        known('short-title'),
        author,
        known('date'),
        known('subject'),
        known('description'),
        tuple(part for part in map(str.strip, re.split('[,，、;；]', known('keywords'))) if part),
        doi[0] if (doi := _DOI.search(known('doi'))) else '',
        *map(known, PUBLISHED[1:]),
    )
