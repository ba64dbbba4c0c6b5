"""What readers read and Sphinx makes no message of: cells, replacements, titles of pages, dates.

All of it happens before Sphinx looks for messages (priority 10), in every builder: the templates
hold what pages and paper show.
"""

import re

from docutils import nodes
from docutils.languages import get_language
from docutils.parsers.rst.directives.parts import Contents
from docutils.utils import get_source_line
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join
from sphinx.util.i18n import format_date

from editions.folders import MARKDOWN_TYPES
from editions.languages import dates
from editions.transforms import application, staging, strings
from editions.transforms.application import Transform
from editions.transforms.reading import Reading, read_by

BEFORE_MESSAGES, AFTER_MESSAGES = 8, 22
STANDING_IN = 'editions-message'  # the name of a meta element that stands for `.. title::`
SUBSTITUTION = 'editions-substitution'  # and of one for the text of a substitution of MyST
REPLACED = re.compile(r'\.\. \|[^|]*\|\s+replace::\s+(.*)', re.DOTALL)
DATED = re.compile(r'\.\. \|[^|]*\|\s+date::\s*(.*)', re.DOTALL)
SLUGS = 'myst_slugs'  # MyST's, of a document's headings: line, id, text
WORD = re.compile(r'(?<![\w-])[^\W\d_]+(?![\w-])')  # no name such as pump-3
ISO_DATE = '%Y-%m-%d'  # the format of docutils
# Forms that a language writes in another order, as the dates that they mean.
KNOWN_AS = {'%B %Y': '%Y-%m', '%d %B %Y': ISO_DATE, '%B %d, %Y': ISO_DATE}


class Own(Transform):
    """Find the titles that no author wrote: "Contents", "Parameters", "Todo".

    Sphinx has them in the edition's language already; templates hold them in that of the
    source. They are told by having no source text, before Sphinx gives them one (priority 10).
    """

    default_priority = BEFORE_MESSAGES

    def apply(self, **kwargs: object) -> None:
        for kind in (nodes.title, nodes.field_name):
            for node in self.document.findall(kind):
                if not node.rawsource:
                    node['own'] = True


class Unplaced(Transform):
    """Say where cells of Markdown within directives, and subtitles of sidebars, stand.

    What stands nowhere is no message.
    """

    default_priority = BEFORE_MESSAGES

    def apply(self, **kwargs: object) -> None:
        for node in self.document.findall(nodes.TextElement):
            cell = isinstance(node, nodes.paragraph) and isinstance(node.parent, nodes.entry)
            if node.rawsource and not node.source and (cell or isinstance(node, nodes.subtitle)):
                node.source, node.line = get_source_line(node.parent)
                node.source = node.source or str(self.document['source'])


class Replacements(Transform):
    """Make messages of the replacements that a document uses; dates are in its language."""

    default_priority = BEFORE_MESSAGES

    def apply(self, **kwargs: object) -> None:
        references = self.document.findall(nodes.substitution_reference)
        used = {str(node.get('refname', '')).lower() for node in references}
        for node in self.document.findall(nodes.substitution_definition):
            if used.isdisjoint(name.lower() for name in node['names']):
                continue
            text, date = REPLACED.match(node.rawsource), DATED.match(node.rawsource)
            if date:
                node[:] = [nodes.Text(today(date[1].strip() or ISO_DATE, self.config.language))]
            elif text and WORD.search(' '.join(words_of(node))):
                node.rawsource, node['translatable'] = ' '.join(text[1].split()), True
                node.source, node.line = str(self.document['source']), node.line or 1
                if self.app.builder.name == 'gettext':  # Sphinx drops definitions
                    stand_in(self.document, node.rawsource, node.line)


class Substitutions(Transform):
    """Make messages of what MyST puts in the place of a name within a line."""

    default_priority = BEFORE_MESSAGES

    def apply(self, **kwargs: object) -> None:
        reading = Reading(self.app, self.env.current_document.docname, read_by(self.document))
        if reading.filetype not in MARKDOWN_TYPES:
            return
        found: dict[str, int] = {}
        for text, line in reading.markdown.substituted():
            if any(map(str.isalpha, text)):
                found.setdefault(text, line)
        for text, line in found.items():
            stand_in(self.document, text, line, SUBSTITUTION)


def words_of(node: nodes.Element) -> list[str]:
    """The words of a replacement that are no code."""
    return [text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.literal)]


def today(form: str, code: str) -> str:
    """The day of the build, in a form of `strftime` and in the words of a language."""
    if form in KNOWN_AS:
        return dates.in_words(format_date(KNOWN_AS[form], language='en'), code)
    return format_date(form, language=code)


def stand_in(document: nodes.document, text: str, line: int, name: str = STANDING_IN) -> None:
    """Put a message into a document that no node of its own says."""
    node = nodes.meta('', content=text, name=name)
    node.source, node.line = str(document['source']), line
    document += node


class PageTitle(Transform):
    """Make a message of `.. title::`, which names the page in windows, and the PDF."""

    default_priority = BEFORE_MESSAGES

    def apply(self, **kwargs: object) -> None:
        if title := self.document.get('title'):
            stand_in(self.document, title, 1)


class TranslatedPageTitle(Transform):
    """Give the translated title back to the document; what stood in for a message goes."""

    default_priority = AFTER_MESSAGES

    def apply(self, **kwargs: object) -> None:
        for node in list(self.document.findall(nodes.meta)):
            name = node.get('name')
            if name in (STANDING_IN, SUBSTITUTION) and self.app.builder.name != 'gettext':
                node.parent.remove(node)
                if name == STANDING_IN:
                    self.document['title'] = node['content']


class TranslatedLinkTexts(Transform):
    """Let a link of MyST without a text of its own bear the translated title of its target."""

    default_priority = AFTER_MESSAGES

    def apply(self, **kwargs: object) -> None:
        known = getattr(self.document, 'myst_slugs', None)
        if not known:
            return
        for section in self.document.findall(nodes.section):
            title = section.next_node(nodes.title)
            for slug, (line, anchor, _text) in list(known.items()):
                if title is not None and anchor in section['ids']:
                    known[slug] = line, anchor, title.astext()
        self.env.metadata[self.env.current_document.docname][SLUGS] = known


class SameContents(Contents):
    """`.. contents::`, with the anchor that it has in the source: ids are counted on from it.

    Its title is docutils' or ours where the author gave none, and no message for translators.
    """

    def run(self) -> list[nodes.Node]:
        document = self.state_machine.document
        settings, app = document.settings, application.of(document.settings.env.config)
        code, source = settings.language_code, staging.of(app).source
        settings.language_code = source.code if source else code
        try:
            found = super().run()
        finally:
            settings.language_code = code
        label = get_language(code, document.reporter).labels['contents']
        label = strings._('Contents') if label == 'Contents' else label
        for title in (title for node in found for title in node.findall(nodes.title)):
            if not self.arguments and app.builder.name == 'gettext':
                title['translatable'] = False
            elif not self.arguments:
                title[:] = [nodes.Text(label)]
        return list(found)


def name_references(app: Sphinx, env: BuildEnvironment) -> None:
    """In lists of contents a `:ref:` of a heading shows the title it leads to, not its label."""
    labels = env.domains.standard_domain.labels
    for docname in env.found_docs:
        for tree in (env.tocs.get(docname), env.titles.get(docname), env.longtitles.get(docname)):
            for node in tree.findall(nodes.inline) if tree is not None else ():
                text, title = node.astext(), ''
                if 'std-ref' in node['classes'] and text in labels:
                    title = labels[text][2]
                elif 'std-doc' in node['classes']:
                    known = env.titles.get(docname_join(docname, text))
                    title = known.astext() if known is not None else ''
                if title:
                    node[:] = [nodes.Text(title)]


def setup(app: Sphinx) -> None:
    app.connect('env-check-consistency', name_references)
    app.add_directive('contents', SameContents, override=True)
    for transform in (
        Own,
        Unplaced,
        Replacements,
        Substitutions,
        PageTitle,
        TranslatedPageTitle,
        TranslatedLinkTexts,
    ):
        app.add_transform(transform)
