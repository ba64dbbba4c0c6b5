"""The rules a translation must keep, one generator each; no Sphinx, no docutils."""

from editions.checks.checking import (
    WITHHELD,
    check_catalogs,
    check_message,
    ignored_codes,
    withholding,
)

__all__ = ['WITHHELD', 'check_catalogs', 'check_message', 'ignored_codes', 'withholding']
