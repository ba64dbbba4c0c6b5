"""What the fork server does before the first child: names only, so no layer is broken.

It imports what every child needs and reads the faces. Cyclic garbage is not collected, here or in
a child: nearly all of it is modules, which stay.
"""

import gc
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
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


def warm() -> None:
    """Do all of it that can be done; the child that needs what is missing says how to mend it."""
    gc.disable()
    with redirect_stdout(StringIO()):  # WeasyPrint prints what it misses
        attempt(lambda: load('editions.pdf.bindings').load())
        for name in names():
            attempt(lambda name=name: load(name))  # type: ignore[misc]
        attempt(lambda: load('editions.pdf.fontmaps').prepare())


def attempt(work: Callable[[], object]) -> None:
    """KeyError is what Python raises below a package that is half imported."""
    with suppress(ImportError, OSError, KeyError):
        work()


warm()
