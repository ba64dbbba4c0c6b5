"""Who translated what readers see: the credits of some documents, and the words for them.

The one answer for pages, papers and books: `credits` counts, `sentence` says, `mark` marks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.i18n import docname_to_domain

from editions.catalogs.credits import Credits, count
from editions.transforms import reporting, staging
from editions.transforms.domains import Entry
from editions.transforms.strings import _

MACHINE = 'machine'  # the class of a machine's passage without a review
# What IPTC calls works that a trained model made, whole or in part
# (https://cv.iptc.org/newscodes/digitalsourcetype/).
SOURCE_TYPES = 'http://cv.iptc.org/newscodes/digitalsourcetype/'
WHOLE, IN_PART = 'trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia'


def credits(app: Sphinx, docnames: Iterable[str]) -> Credits:
    """The credits of some documents in the edition's language; nothing in the source's.

    With `editions_machine = 'off'` nothing is said of machines. They are counted once a build,
    for the marks and for the words.
    """
    counted, key = staging.of(app).counted, tuple(docnames)
    if key not in counted:
        counted[key] = counted_in(app, key)
    return counted[key]


def counted_in(app: Sphinx, docnames: Iterable[str]) -> Credits:
    rows, others = [], dict[str, None]()
    for docname in docnames:
        domain = staging.of(app).domain(app, docname)
        if domain and translates(app):
            unseen = (app.env.metadata[docname].get(reporting.STATES) or {}).get('unseen', ())
            others |= dict.fromkeys(domain.names)
            for key, entry in entries(app, docname):
                rows.append((entry.message, entry.credit, entry.shown and key not in unseen))
    found = count(rows, others)
    off = app.config.editions_machine == 'off'
    return replace(found, unreviewed=0, programs=()) if off else found


def translates(app: Sphinx) -> bool:
    """Whether the edition is in another language than the source."""
    source = staging.of(app).source
    return source is not None and source.code != app.config.language


def entries(app: Sphinx, docname: str) -> Iterator[tuple[str, Entry]]:
    """The messages of a document by their `report.key`; of a shared catalog those that are its."""
    compact = app.config.gettext_compact
    domain = staging.of(app).domains[docname_to_domain(docname, compact)]
    own = app.env.metadata[docname].get(reporting.KINDS) or {}
    for key in domain.keys if compact is False else own:
        if key in domain.keys:
            yield key, domain.entries[domain.keys[key]]


def sentence(credits: Credits) -> str:
    """What readers must be told of machine translation; '' where there is nothing to tell."""
    if credits.alike:
        return str(_('This translation was made by machine and has not been reviewed by a person.'))
    if not credits.mixed:
        return ''
    one = _('One of %(total)d passages was translated by machine and has not been reviewed.')
    many = _(
        '%(count)d of %(total)d passages were translated by machine and have not been reviewed.'
    )
    words = {'count': credits.unreviewed, 'total': credits.passages}
    return (one if credits.unreviewed == 1 else many) % words


def source_type(credits: Credits) -> str:
    """The address of IPTC's word for how a translation came to be; '' where nothing is to tell."""
    if not credits.unreviewed:
        return ''
    return SOURCE_TYPES + (WHOLE if credits.alike else IN_PART)


def mark(tree: nodes.document, credits: Credits) -> None:
    """Where passages differ, give those without a review a class; changes the tree."""
    if credits.mixed:
        for node in tree.findall(nodes.TextElement):
            if MACHINE in node and MACHINE not in node['classes']:
                node['classes'].append(MACHINE)
