"""A project with a little of everything that Sphinx and its own extensions offer."""

import os
import sys

sys.path.insert(0, os.path.abspath('.'))  # noqa: PTH100 (as people write it)

project = 'Kitchen'
release = '1.2'
if tags.has('never'):  # type: ignore[name-defined]  # noqa: F821
    tags.add('seldom')  # type: ignore[name-defined]  # noqa: F821
extensions = [
    'sphinx.ext.autodoc',
    'sphinx.ext.autosectionlabel',
    'sphinx.ext.extlinks',
    'sphinx.ext.mathjax',
    'sphinx.ext.napoleon',
    'sphinx.ext.todo',
    'sphinx.ext.viewcode',
    'editions',
]
extlinks = {'issue': ('https://example.org/issue/%s', 'issue %s')}
autosectionlabel_prefix_document = True
autosectionlabel_maxdepth = 1
exclude_patterns = ['_build']
rst_prolog = '.. |prod| replace:: Kitchen\n'
