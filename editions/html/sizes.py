"""Sizes that an author gave, without the inline styles that a strict policy forbids.

Widths become classes of the theme (`w5` to `w100`, per cent of the measure), sizes of images the
attributes `width` and `height`, which also keep the page from jumping while a picture loads.
"""

import re

# CSS pixels in a unit (CSS Values 4, 6.2); em and ex at the size of 16 px.
PIXELS = {
    'px': 1.0, 'in': 96.0, 'cm': 96 / 2.54, 'mm': 96 / 25.4, 'pt': 96 / 72, 'pc': 16.0,
    'em': 16.0, 'rem': 16.0, 'ex': 8.0, 'ch': 8.0, '': 1.0,
}  # fmt: skip
MEASURE = 640  # pixels in a line of text, about

DECLARATION = re.compile(r'\b(width|height):\s*([\d.]+)\s*([a-z%]*)')


def attributes(tagname: str, style: str) -> dict[str, str]:
    """The attributes that say what an inline style of docutils says.

    `class` where the width is a share of the line, else `width` and `height` in pixels (on
    images alone: no other element has them).
    """
    found: dict[str, str] = {}
    for name, number, unit in DECLARATION.findall(style):
        if unit == '%' and name == 'width':
            found['class'] = width_class(float(number))
        elif tagname == 'img' and unit in PIXELS:
            found[name] = str(round(float(number) * PIXELS[unit]))
        elif name == 'width' and unit in PIXELS:
            found['class'] = width_class(100 * float(number) * PIXELS[unit] / MEASURE)
    return found


def width_class(percent: float) -> str:
    return f'w{min(100, max(5, 5 * round(percent / 5)))}'


def completed(given: dict[str, str], natural: tuple[int, int] | None) -> dict[str, str]:
    """Width and height, the missing one in proportion to the picture's own size (pixels)."""
    if not natural or not all(natural):
        return given
    width, height = natural
    if 'width' in given:
        return {'height': str(round(int(given['width']) * height / width)), **given}
    if 'height' in given:
        return {'width': str(round(int(given['height']) * width / height)), **given}
    return {'width': str(width), 'height': str(height), **given}
