"""What the fork server imports before the first child: names only, so no layer is broken."""

import importlib
from typing import Any

MODULES = (
    'sphinx.cmd.build',
    'sphinx.builders.html',
    'sphinx.builders.singlehtml',
    'sphinx.domains.std',
    'sphinx.domains.python',
    'sphinx.ext.autosectionlabel',
    'sphinx.ext.mathjax',
    'docutils.parsers.rst.directives.admonitions',
    'docutils.parsers.rst.directives.tables',
    'docutils.writers.html5_polyglot',
    'pygments.lexers.python',
    'editions.transforms.setting',
    'editions.html',
    'editions.html.marks',
    'editions.html.page',
    'editions.html.translator',
    'editions.html.webfonts',
    'editions.pdf.builder',
    'babel.numbers',
    'email.policy',
    'jinja2.ext',
    'xml.dom.minidom',
    'weasyprint',
)


def warm(name: str) -> Any:
    """Import a module; None where something is missing: the child that needs it says what."""
    try:
        return importlib.import_module(name)
    except (ImportError, OSError):
        return None


for _name in MODULES:
    warm(_name)
# Every Sphinx loads all its own builders and domains, at 0.14 s a child where they are not here.
for _name in getattr(warm('sphinx.application'), 'builtin_extensions', ()):
    warm(_name)
