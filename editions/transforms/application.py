"""The running Sphinx, for what is given its configuration alone.

Builders, environments and transforms have it as `app`, which Sphinx 9 announces to drop in 11.
"""

from weakref import WeakValueDictionary

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

_running: WeakValueDictionary[int, Sphinx] = WeakValueDictionary()  # by the id of its config


def begin(app: Sphinx) -> None:
    _running[id(app.config)] = app


def of(config: Config) -> Sphinx:
    return _running[id(config)]


class Transform(SphinxTransform):
    """A transform of ours."""

    @property
    def app(self) -> Sphinx:
        return of(self.config)
