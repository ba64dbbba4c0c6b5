"""What Sphinx loaded for a build that the outside cannot see: extensions and themes."""

import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from editions import conf, inputs
from editions.findings import relative

BUILT_IN = ('sphinx', 'sphinxcontrib', 'alabaster', 'editions')


def own(app: Sphinx) -> Iterator[str]:
    """The files and folders of the project's own extensions and themes that Sphinx loaded."""
    files = (getattr(module, '__file__', None) for module in list(sys.modules.values()))
    own = {Path(file) for file in files if file and conf.is_own(file)}
    theme: Any = getattr(app.builder, 'theme', None)
    themes = theme.get_theme_dirs() if theme else ()
    folders = {Path(folder) for folder in themes if conf.is_own(str(folder))}
    ours = (inputs.PACKAGE, Path(app.confdir, 'conf.py'))
    for path in sorted({p.parent if p.name == '__init__.py' else p for p in own} | folders):
        if not any(path.is_relative_to(each) for each in ours):
            yield relative(path, Path(app.confdir))


def versions(app: Sphinx) -> dict[str, str]:
    """The versions of the packages that hold the extensions and the theme of conf.py."""
    names = {name.partition('.')[0] for name in (*app.config.extensions, app.config.html_theme)}
    found = list(_distributions(names - set(BUILT_IN)))
    return {name: metadata.version(name) for name in found}


def _distributions(names: Iterable[str]) -> Iterator[str]:
    if asked := set(names):
        for package, distributions in metadata.packages_distributions().items():
            if package in asked:
                yield from distributions
