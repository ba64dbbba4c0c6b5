"""What the fork server imports before the first child: names only, so no layer is broken."""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

MODULES = (
    'sphinx.cmd.build',
    'sphinx.application',
    'sphinx.builders.latex.transforms',
    'sphinx.ext.mathjax',
    'docutils.languages.en',
    'docutils.parsers.rst.directives.tables',
    'docutils.writers.html5_polyglot',
    'docutils.parsers.rst.directives.admonitions',
    'babel.numbers',
    'email.policy',
    'xml.dom.minidom',
    'jinja2.ext',
    'pygments.lexers.python',
    'editions.transforms.setting',
    'weasyprint',
)
ROOMS = ('editions.html', 'editions.pdf')


def names() -> Iterator[str]:
    """The modules by name: those above, what Sphinx loads into every build, and our rooms."""
    yield from MODULES
    yield from load('sphinx.application').builtin_extensions
    for room in ROOMS:
        yield from (f'{room}.{module.name}' for module in pkgutil.iter_modules(load(room).__path__))


def load(name: str) -> Any:
    """A module, whose names are not known to the type checker."""
    return importlib.import_module(name)


for _name in names():
    try:
        with redirect_stdout(StringIO()):  # WeasyPrint prints what it misses
            load(_name)
    except (ImportError, OSError, KeyError):  # KeyError: below a package that is half imported
        continue  # the child that needs it says what is missing, and how to mend it
