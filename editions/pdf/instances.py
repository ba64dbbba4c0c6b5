"""A variable face set to one place of its design space, by HarfBuzz instead of fontTools.

WeasyPrint sets each variable face that it embeds with fontTools, which takes a quarter of the
time of a short document and writes the time of the build into the file. HarfBuzz does the same
in a millisecond. One name is replaced: `weasyprint.pdf.fonts.instantiateVariableFont`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import uharfbuzz
import weasyprint.pdf.fonts

UNUSED = (b'STAT', b'GDEF', b'name', b'gasp')  # no reader of a PDF asks an embedded face for these


@dataclass(frozen=True)
class Instance:
    """A static face; it is saved as fontTools' own object would be."""

    data: bytes

    def save(self, file: BinaryIO) -> None:
        file.write(self.data)


def instantiate(font: Any, location: Mapping[str, float], *, static: bool = True) -> Instance:
    """The face that a fontTools object was read from, at a place of all its axes.

    An axis that the place does not name stands at its default; glyph ids stay what they are.
    """
    face = uharfbuzz.Face(uharfbuzz.Blob(font.reader.file.getvalue()))
    plan = uharfbuzz.SubsetInput()
    plan.keep_everything()
    plan.drop_table_tag_set.update(int.from_bytes(tag, 'big') for tag in UNUSED)
    plan.pin_all_axes_to_default(face)
    for axis, value in location.items():
        plan.pin_axis_location(face, axis, value)
    data: bytes = uharfbuzz.subset(face, plan).blob.data
    return Instance(data)


@contextmanager
def instanced() -> Iterator[None]:
    """Let WeasyPrint set its faces this way."""
    kept = weasyprint.pdf.fonts.instantiateVariableFont
    weasyprint.pdf.fonts.instantiateVariableFont = instantiate
    try:
        yield
    finally:
        weasyprint.pdf.fonts.instantiateVariableFont = kept
