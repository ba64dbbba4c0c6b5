"""What a file says of its faces: a no-break space is a space, and a family has its own name.

A face draws both spaces with one glyph, and a PDF says of a glyph what it means once: one
no-break space would turn every space that is copied into one. And Pango ends the name of a
family that ends in a digit with a comma.
"""

from typing import Any

import pydyf

NO_BREAK, PLAIN = b'> <00a0>', b'> <0020>'
NAMES = ('BaseFont', 'FontName')


def mend(pdf: Any) -> None:
    """Mend the tables from glyphs to Unicode (ISO 32000-1, 9.10.3) and the names (9.6, 9.8)."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b'begincmap' in item.stream:
            item.stream[:] = [line.replace(NO_BREAK, PLAIN) for line in item.stream]
        elif isinstance(item, dict):
            item |= {key: tidy(item[key]) for key in NAMES if key in item}


def tidy(name: Any) -> Any:
    return name.rstrip(b',' if isinstance(name, bytes) else ',')
