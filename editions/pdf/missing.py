"""What the `pdf` builder says where a library of the system is missing."""

import re
import sys

from sphinx.builders import Builder
from sphinx.errors import SphinxError

REMEDY = {
    'linux': 'sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0',
    'darwin': 'brew install pango',
}


class LibraryError(SphinxError):
    """A library of the system is missing; PDF editions cannot be made here."""

    category = 'Library missing'


def stand_in(error: OSError) -> type[Builder]:
    """A builder `pdf` that says what is missing, so that HTML editions are built all the same."""
    remedy = REMEDY.get(sys.platform, 'see https://doc.courtbouillon.org/weasyprint/stable/')
    found = re.search(r"'(lib[^']+)'", str(error))
    reason = found[1] if found else str(error)

    class MissingBuilder(Builder):
        name = 'pdf'

        def init(self) -> None:
            message = f'PDF editions need a library of the system ({reason}); run: {remedy}'
            raise LibraryError(message)

    return MissingBuilder
