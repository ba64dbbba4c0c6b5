"""What is copied out of a file is plain: a no-break space is a space.

A face draws both with one glyph, and a PDF says of a glyph what it means once: one no-break
space would turn every space of the document into one.
"""

from typing import Any

import pydyf

NO_BREAK, PLAIN = b'> <00a0>', b'> <0020>'


def plain_spaces(pdf: Any) -> None:
    """Mend the tables from glyphs to Unicode (ISO 32000-1, 9.10.3), not yet compressed."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b'begincmap' in item.stream:
            item.stream[:] = [line.replace(NO_BREAK, PLAIN) for line in item.stream]
