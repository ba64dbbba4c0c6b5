"""What a build knows of its source: whether the catalogs lag behind it, and whether it is empty.

The catalogs are carried forward to the templates that the command line keeps current. A plain
`sphinx-build` uses those of the last command where they still fit; else it says what lags.
"""

import os
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from editions import inputs, report
from editions.catalogs import source
from editions.catalogs.po.messages import Catalog
from editions.findings import Finding, Severity, relative
from editions.project import output_folder
from editions.transforms import reporting


def carried(app: Sphinx, config: Config, catalogs: list[Catalog]) -> list[Catalog] | None:
    """The catalogs of the edition for what the source says now; None where that is not known."""
    templates = source.read_templates(_templates(app, config))
    if not templates:
        return None
    place = Path(app.srcdir, locale_dirs(config)[0], config.language, 'LC_MESSAGES')
    folder = Path(os.path.normpath(place))
    known = {catalog.domain: catalog for catalog in reversed(catalogs)}  # the first folder wins
    done = source.carried(folder, config.language, known.values(), templates, Path(app.confdir))
    for finding in source.behind(config.language, done.lacking):
        reporting.add(finding)
    others = (each for each in catalogs if each is not known[each.domain])
    return [*done.catalogs, *others]


def locale_dirs(config: Config) -> tuple[str, ...]:
    """The folders of catalogs as conf.py has them; our builds hide them from Sphinx."""
    if config.editions_locale_dirs:
        return tuple(config.editions_locale_dirs.split(os.pathsep))
    return tuple(config.locale_dirs)


def _templates(app: Sphinx, config: Config) -> Path:
    """The folder of templates that fit the source; one without any where there is none."""
    if config.editions_templates:
        return Path(config.editions_templates)
    root, texts = Path(app.confdir), Path(app.srcdir)
    folder = Path(os.path.normpath(root / output_folder(root, texts))) / 'gettext'
    last = report.read(folder)
    fits = last is not None and inputs.texts_unchanged(root, texts, last)
    return folder if fits else Path(app.doctreedir, 'no-templates')


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Refuse a source without a text; say what the catalogs lack, where it was not carried."""
    if app.builder.name == 'gettext':
        return
    names = {env.config.root_doc, *(entry[0] for entry in env.config.pdf_documents or ())}
    for name in sorted(names & env.found_docs):
        if all(isinstance(node, nodes.Invisible) for node in env.get_doctree(name).children):
            path = relative(env.doc2path(name), Path(app.confdir))
            sentence = 'there is no text in it, so no edition is built'
            reporting.add(Finding(path, 0, Severity.ERROR, sentence, 'source.empty'))
            raise SphinxError(f'{path}: {sentence}')
    if not reporting.of(app).staged.carried:
        facts = {name: env.metadata[name].get(reporting.STATES) or {} for name in env.found_docs}
        lacking = {name: each['absent'] for name, each in facts.items() if each.get('absent')}
        for finding in source.behind(env.config.language, lacking):
            reporting.add(finding)
