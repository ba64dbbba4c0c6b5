"""Puts the transforms into Sphinx, in their order."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from editions.project import MADE
from editions.transforms import (
    messages,
    metadata,
    paragraphs,
    reporting,
    sourcing,
    staging,
    strings,
)


def setup(app: Sphinx) -> None:
    """Register what every format needs."""
    app.add_config_value('editions_languages', None, '', (dict,))
    app.add_config_value('editions_outdated', 'mark', 'env', (str, dict))
    app.add_config_value('editions_ignore', (), '', (list, tuple, dict))
    app.add_config_value('editions_locale_dirs', '', '', (str,))  # these two our builds give
    app.add_config_value('editions_templates', '', '', (str,))
    reporting.collect(app)
    app.connect('config-inited', leave_out)
    app.connect('config-inited', staging.stage, priority=100)
    app.connect('env-get-outdated', staging.outdated)
    app.connect('env-updated', sourcing.check)
    app.connect('html-page-context', strings.offer)
    app.connect('build-finished', reporting.write, priority=900)
    app.add_transform(paragraphs.Number)
    app.add_transform(messages.Own)
    app.add_transform(messages.Remember)
    app.add_transform(messages.Mark)
    app.add_transform(metadata.Collect)


def leave_out(app: Sphinx, config: Config) -> None:
    """What we make is no part of the text: `publish` writes Markdown, which MyST would read."""
    build = Path(app.confdir, 'build')
    if build.is_relative_to(app.srcdir):
        folder = build.relative_to(app.srcdir).as_posix()
        made = [f'{folder}/{name}' for name in MADE]
        config.exclude_patterns = [*config.exclude_patterns, *made]
