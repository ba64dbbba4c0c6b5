"""Puts the transforms into Sphinx, in their order."""

from sphinx.application import Sphinx

from editions.transforms import messages, metadata, paragraphs, reporting, staging, strings


def setup(app: Sphinx) -> None:
    """Register what every format needs."""
    app.add_config_value('editions_languages', None, '', (dict,))
    app.add_config_value('editions_outdated', 'mark', 'env', (str, dict))
    app.add_config_value('editions_ignore', (), '', (list, tuple, dict))
    reporting.collect(app)
    app.connect('config-inited', staging.stage, priority=100)
    app.connect('env-get-outdated', staging.outdated)
    app.connect('html-page-context', strings.offer)
    app.connect('build-finished', reporting.write, priority=900)
    app.add_transform(paragraphs.Number)
    app.add_transform(messages.Remember)
    app.add_transform(messages.Mark)
    app.add_transform(metadata.Collect)
