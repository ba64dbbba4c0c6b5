"""What can be wrong with a catalog as a file: every code of the reader, told in one sentence."""

from dataclasses import dataclass

from editions.findings import Severity


@dataclass(frozen=True)
class Defect:
    """A kind of damage. Where it `breaks`, nobody can tell what the whole catalog means."""

    code: str
    severity: Severity
    documentation: str
    breaks: bool = False


DEFECTS = (
    Defect(
        'catalog.syntax',
        Severity.ERROR,
        'A catalog is as gettext wants it: quotes closed, keywords known, msgstr after msgid.',
        breaks=True,
    ),
    Defect(
        'catalog.merge',
        Severity.ERROR,
        'No merge left its marks (`<<<<<<<`) in a catalog.',
        breaks=True,
    ),
    Defect(
        'catalog.charset',
        Severity.ERROR,
        'A catalog is in the charset that its header names.',
        breaks=True,
    ),
    Defect('catalog.nul', Severity.ERROR, 'A catalog holds no NUL character.', breaks=True),
    Defect('catalog.bom', Severity.ERROR, 'A catalog begins without a byte-order mark.'),
    Defect(
        'catalog.duplicate',
        Severity.ERROR,
        'A message stands once in a catalog; of two the first holds.',
    ),
    Defect(
        'catalog.plural',
        Severity.ERROR,
        'A plural message has the forms that the header promises, in order.',
    ),
    Defect(
        'catalog.newline',
        Severity.WARNING,
        'Source and translation begin and end alike with a line end or without.',
    ),
    Defect(
        'catalog.order',
        Severity.WARNING,
        'No comment stands between the previous source and msgid.',
    ),
    Defect(
        'catalog.header',
        Severity.WARNING,
        'A catalog has a header with charset and, where it names them, usable plural forms.',
    ),
)

BROKEN = frozenset(defect.code for defect in DEFECTS if defect.breaks)
"""The codes that make a whole catalog unusable; the others concern single messages."""
