"""What the fork server does before its first child: names only, so no layer is broken.

It imports what every child needs. Cyclic garbage is not collected,
here or in a child: nearly all of it is modules, which stay.
"""

import atexit
import gc
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from io import StringIO
from typing import Any

MODULES = (
    'click',
    'editions.__main__',  # a child of the command line imports it again
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
    """Do all of it that can be done; the child that needs the rest says how to mend it."""
    gc.disable()
    attempt(lambda: load('editions.pdf').import_weasyprint())
    for name in names():
        attempt(lambda name=name: load(name))  # type: ignore[misc]


def attempt(work: Callable[[], object]) -> None:
    """Do what can be done. KeyError: Python's word for a package that is half imported."""
    with suppress(ImportError, OSError, KeyError):
        work()


def leave() -> None:
    """End at once: whoever reads the output of a build waits for the server to close it too.

    To take a warm interpreter apart takes longer than 0.1 s, and nothing is left to be written.
    """
    os._exit(0)


with redirect_stdout(StringIO()):  # WeasyPrint prints what it misses
    warm()
if 'multiprocessing.forkserver' in ' '.join(sys.orig_argv):
    atexit.register(leave)
