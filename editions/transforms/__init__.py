"""What happens inside Sphinx, for every format."""

from typing import TYPE_CHECKING

from editions.conf import VALUES

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: 'Sphinx') -> None:
    """Register what every format needs: conf.py's values, and the transforms in their order."""
    from editions.transforms import (
        anchors,
        application,
        diagrams,
        extraction,
        incremental,
        messages,
        metadata,
        pictures,
        reporting,
        sphinx_patches,
        staging,
        steps,
        strings,
    )

    for each in VALUES:
        app.add_config_value(each.name, each.default, each.rebuild, each.types, each.help)
    application.begin(app)
    reporting.begin(app)
    sphinx_patches.make_states_when_needed()
    app.connect('builder-inited', steps.begin)
    app.connect('config-inited', sphinx_patches.leave_out)
    app.connect('config-inited', sphinx_patches.hush)
    app.connect('config-inited', staging.stage, priority=100)
    app.connect('env-get-outdated', staging.outdated)
    app.connect('env-updated', staging.tell, priority=100)
    app.connect('env-updated', staging.check_source)
    app.connect('html-page-context', strings.offer)
    app.connect('build-finished', reporting.write, priority=900)
    app.connect('build-finished', reporting.forgive, priority=960)
    app.connect('build-finished', reporting.refuse, priority=970)
    for module in (extraction, anchors, diagrams, pictures, incremental):
        module.setup(app)
    own = messages.Number, messages.Headings, messages.Remember, messages.Mark, metadata.Collect
    for transform in own:
        app.add_transform(transform)
