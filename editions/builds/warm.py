"""What the fork server imports before the first child: names only, so no layer is broken."""

import importlib

MODULES = (
    'sphinx.cmd.build',
    'sphinx.builders.html',
    'sphinx.builders.singlehtml',
    'sphinx.domains.std',
    'sphinx.domains.python',
    'sphinx.ext.autosectionlabel',
    'docutils.parsers.rst.directives.tables',
    'docutils.writers.html5_polyglot',
    'pygments.lexers.python',
    'editions.transforms.setting',
    'editions.html',
    'editions.pdf.builder',
    'weasyprint',
)

for _name in MODULES:
    try:
        importlib.import_module(_name)
    except (ImportError, OSError):
        continue  # the child that needs it says what is missing, and how to mend it
