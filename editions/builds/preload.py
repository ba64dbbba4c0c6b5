"""What the fork server imports before its first child: what every child needs.

It runs in the server alone. Modules are named, so that no layer is broken; what cannot be
imported here is left to the child that needs it, whose error says what is missing.
"""

import atexit
import gc
import importlib
import os
import pkgutil
from contextlib import suppress
from typing import Any

MODULES = (
    'editions.__main__',  # a child of the command line imports it again
    'sphinx.cmd.build',
    'sphinx.builders.latex.transforms',
    'sphinx.ext.mathjax',
    'docutils.languages.en',
    'docutils.parsers.rst.directives.admonitions',
    'docutils.parsers.rst.directives.tables',
    'docutils.writers.html5_polyglot',
    'babel.numbers',
    'email.policy',
    'xml.dom.minidom',
    'jinja2.ext',
    'pygments.lexers.python',
    'fontTools.ttLib.tables.otTables',
    'fontTools.ttLib.tables._g_l_y_f',
    'uharfbuzz',
    'editions.checks.judgement',
    'editions.markup.restructured',
)
ROOMS = ('editions.html', 'editions.transforms')


def preload() -> None:
    """Import the modules above, those of every Sphinx build, and our own packages."""
    for name in (*MODULES, *getattr(load('sphinx.application'), 'builtin_extensions', ())):
        load(name)
    for room in ROOMS:
        load_all(room)
    _judge_one()


def load_all(name: str) -> None:
    """Import a package of ours with all its modules."""
    if room := load(name):
        for each in pkgutil.iter_modules(room.__path__):
            load(f'{name}.{each.name}')


def _judge_one() -> None:
    """Judge a message, so that the patterns are compiled which every child needs."""
    messages, criteria = load('editions.catalogs.po.messages'), load('editions.checks.criteria')
    if judgement := load('editions.checks.judgement'):
        sample = messages.Message('One *word*.', ('One *word*.',))
        judgement.judge_message(sample, criteria.Policy('en', 'en'), thorough=False)


def load(name: str) -> Any:
    """A module, or None. KeyError is Python's word for a package that is half imported."""
    with suppress(ImportError, OSError, KeyError):
        return importlib.import_module(name)
    return None


gc.disable()  # while modules are imported, which stay; children decide for themselves
preload()
atexit.register(os._exit, 0)  # to take a warm interpreter apart takes 0.2 s; readers of a pipe wait
