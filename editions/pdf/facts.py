"""What an edition says of itself: the colophon, the head of the file, its XMP packet.

Nothing is invented: a field without a fact is empty, and the theme leaves it out.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pydyf
from docutils import nodes
from markupsafe import Markup
from sphinx.util import logging

from editions import git
from editions.catalogs.credits import Credits
from editions.conf import rights
from editions.fonts import coverage
from editions.languages import dates
from editions.languages.language import Language
from editions.pdf import assembly, breaks
from editions.pdf.options import Options
from editions.project import Document, Format, Project
from editions.transforms import citation, credits, metadata, published, staging, strings
from editions.transforms.citation import Work
from editions.transforms.metadata import Metadata
from editions.transforms.strings import _

logger = logging.getLogger(__name__)

CODE = (nodes.literal, nodes.literal_block, nodes.doctest_block)
NO_BREAK, PLAIN = b'> <00a0>', b'> <0020>'
FONT_NAMES = ('BaseFont', 'FontName')

# ISO 14289-1, 5; and ISO 19005-2, 6.6.2.3: a schema that PDF/A does not know is described.
DESCRIPTIONS = Path(__file__).parent.parent / 'templates' / 'pdf' / 'descriptions.xml'
END = b'</rdf:RDF>'
MADE = re.compile('<!--made-->.*?<!--/made-->')
CONTRIBUTORS = re.compile('<dc:contributor>.*?</dc:contributor>')


@dataclass(frozen=True)
class Other:
    """Another edition: its language, and where its file is if the site has an address."""

    language: Language
    url: str


@dataclass(frozen=True)
class Facts:
    """All that the theme may print about an edition."""

    language: Language
    title: str
    author: str
    metadata: Metadata
    created: str  # ISO 8601, for the file
    modified: str
    written: str  # the text's date, in the words of the language
    translated: str
    original: str  # the title of the source, in a translation
    source: Language | None  # the language of the source, in a translation
    rights: str  # conf.py's `copyright`
    credits: Credits  # who translated and who reviewed
    citation: Markup  # as HTML
    cite: str  # the name of the row that holds it
    formats: tuple[tuple[str, str], ...]  # the citation for programs (`citation.formats`)
    machine: str  # what readers must be told of machine translation
    url: str
    others: tuple[Other, ...]
    marked: bool  # whether a mark in the margin says that something is no current translation

    @property
    def source_type(self) -> str:
        """For machines: how the translation came to be, as an address; or ''."""
        return credits.source_type(self.credits)

    @property
    def rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.language.direction == 'rtl'

    @property
    def ours(self) -> Markup:
        """The attributes of an element with our own words, where they are in another language."""
        return self.attributes(strings.spoken(self.language))

    def attributes(self, language: Language) -> Markup:
        """`lang` and `dir` of an element in a language, as far as they differ from the page's."""
        return strings.attributes(language, self.language)

    @property
    def short_title(self) -> str:
        return self.metadata.short_title or self.title


def read(
    builder: Any, document: Document, tree: nodes.document, form: Format = Format.PDF
) -> Facts:
    project = published.read_project(builder)
    language = published.current_language(builder.config.language, project)
    known = metadata.of(builder.env, document.docname)
    headers = catalog_headers(builder, assembly.documents(tree, document.docname))
    text, translation = moments_of(builder, document, known, headers)
    source = project.source_language if headers else None
    people = credits.credits(builder.running, assembly.documents(tree, document.docname))
    title, author = document.title or known.title, document.author or known.author
    cited = dataclasses.replace(known, title=title, author=author)
    url = project.url(document.path(language, form))
    work = citation.of(document, language, cited, url, people.translators)
    epoch = dates.epoch()
    override = dates.iso(epoch) if epoch else ''
    return Facts(
        language,
        title,
        author,
        known,
        created=override or text,
        modified=override or translation,
        written=in_words(text, language),
        translated=in_words(translation, language),
        original=original_title(tree) if source else '',
        source=source,
        rights=rights(builder.config.copyright),
        credits=people,
        citation=cite(work, language) if author else Markup(''),
        cite=str(_('Cite as:')).rstrip(':： \u00a0'),
        formats=citation.formats(work) if author else (),
        machine=credits.sentence(people),
        url=url,
        others=others(project, document, language, builder.folders, form),
        marked=any(node.get('state', 'current') != 'current' for node in blocks(tree))
        and source is not None,
    )


def cite(work: Work, language: Language) -> Markup:
    """How the text is cited, as HTML, spaced as the text is."""
    words = citation.sentence(work)
    return strings.markup(breaks.space_scripts(words)) if language.chinese else words


def in_words(moment: str, language: Language) -> str:
    """A date in words, spaced as the text is."""
    words = dates.in_words(moment, language.code)
    return breaks.space_scripts(words) if language.chinese else words


def blocks(tree: nodes.document) -> Iterator[nodes.Element]:
    """What translators translate of a tree, as it is printed."""
    return (node for node in tree.findall(nodes.TextElement) if 'message' in node)


def is_dated(builder: Any, document: Document, docnames: Iterable[str]) -> bool:
    """Whether a document and its catalogs say their dates, and git is not asked (`moments_of`)."""
    heads = catalog_headers(builder, docnames)
    said = dates.latest(head.get('PO-Revision-Date', '') for head in heads)
    return bool(said or metadata.of(builder.env, document.docname).date)


def catalog_headers(builder: Any, docnames: Iterable[str]) -> list[Any]:
    """The heads of the catalogs of documents; none in the source language."""
    staged = staging.of(builder.running)
    found = [staged.domain(builder.running, name) for name in docnames]
    return [domain.header for domain in found if domain is not None]


def moments_of(
    builder: Any, document: Document, known: Metadata, headers: list[Any]
) -> tuple[str, str]:
    """The dates of text and translation; git is asked where metadata and catalogs are silent."""
    translation = dates.latest(head.get('PO-Revision-Date', '') for head in headers)
    text = known.date
    if not text and not translation:
        source = Path(builder.env.doc2path(document.docname))
        text = git.last_commit(source)
        if git.ask(source.parent, 'rev-parse', 'HEAD') and not git.has_history(source.parent):
            logger.warning(
                'it has no date, and this clone lacks the history that would tell one; '
                'run git fetch --unshallow, or give the text a :date:',
                location=document.docname,
                type='pdf',
                subtype='date',
            )
    return text, translation


def original_title(tree: nodes.document) -> str:
    title = tree.next_node(nodes.title)
    return str(title.get('message', '')) if title is not None else ''


def others(
    project: Project,
    document: Document,
    language: Language,
    folders: tuple[Path, ...],
    form: Format,
) -> tuple[Other, ...]:
    return tuple(
        Other(readable(other, language.code, folders), project.url(document.path(other, form)))
        for other in project.languages
        if other.code != language.code
    )


def readable(language: Language, code: str, folders: tuple[Path, ...]) -> Language:
    """The language in its own words, or in the edition's where no font has its script."""
    if not coverage.lacking(language.name, folders):
        return language
    locale, reader = language.locale, Language(code).locale
    name = locale.get_display_name(reader) if locale and reader else ''
    return Language(language.code, name or language.tag)


def typefaces(known: Facts, options: Options, tree: nodes.document) -> tuple[str, ...]:
    """The theme's fonts for text, and those for captions and code where there are any."""
    names = list(options.typefaces)
    tables = (each.parent for each in tree.findall(nodes.title))
    if any(tree.findall(nodes.caption)) or any(isinstance(e, nodes.table) for e in tables):
        names += options.typefaces_captions
    if known.formats or any(isinstance(node, CODE) for node in tree.findall(nodes.TextElement)):
        names += options.typefaces_code
    return tuple(dict.fromkeys(names))


def complete(pdf: Any, language: str, known: Mapping[str, str]) -> None:
    """Complete what a file says of itself, once it is written and before it is compressed.

    `known` are the page's own `meta` elements: `translators` and `languages`, one a line, and
    `source-type`.
    """
    correct_fonts(pdf)
    people = known.get('translators', '').split('\n')
    languages = known.get('languages', language).split('\n')
    claim(pdf, languages, [name for name in people if name], known.get('source-type', ''))
    decimal = pydyf.Dictionary({'S': '/D'})
    pdf.catalog['PageLabels'] = pydyf.Dictionary({'Nums': pydyf.Array([0, decimal])})


def claim(
    pdf: Any, languages: Sequence[str], translators: Sequence[str] = (), made: str = ''
) -> None:
    """Add to the XMP packet the claim of PDF/UA-1, the language, translators, how it was made.

    WeasyPrint writes the claim of PDF/A. All must stand in the one `rdf:RDF`: validators do not
    read a second one, which is what its `xmp_metadata` would add.
    """
    packet = pdf.objects[int(pdf.catalog['Metadata'].split()[0])].stream
    if packet[0].count(END) != 1:
        raise ValueError('WeasyPrint wrote another XMP packet than the one known')
    text = DESCRIPTIONS.read_text('utf-8').replace('\n', '')
    if not made:
        text = MADE.sub('', text)
    if not translators:
        text = CONTRIBUTORS.sub('', text)
    text = re.sub('<!--/?made-->', '', text)
    tags, people = (
        ''.join(f'<rdf:li>{escape(name)}</rdf:li>' for name in names)
        for names in (languages, translators)
    )
    added = text.format(languages=tags, translators=people, made=escape(made))
    packet[0] = packet[0].replace(END, added.encode() + END)


def correct_fonts(pdf: Any) -> None:
    """Correct the tables from glyphs to Unicode (ISO 32000-1, 9.10.3) and names (9.6, 9.8).

    A font draws both spaces with one glyph, and a PDF says of a glyph what it means once: one
    no-break space would turn every space that is copied into one. And Pango ends the name of a
    family that ends in a digit with a comma.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b'begincmap' in item.stream:
            item.stream[:] = [line.replace(NO_BREAK, PLAIN) for line in item.stream]
        elif isinstance(item, dict):
            item |= {key: without_comma(item[key]) for key in FONT_NAMES if key in item}


def without_comma(name: Any) -> Any:
    return name.rstrip(b',' if isinstance(name, bytes) else ',')
