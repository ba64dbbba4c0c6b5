"""The number of a paragraph as a picture, drawn from the outlines of the text face.

A number in the margin is no part of the text: drawn as a path it is neither copied with it
nor read aloud.
"""

import json
from functools import cache

from editions.fonts import faces

PLACES = 4  # digits, for which the picture has room
GREY = '#767676'  # the lightest that WCAG 2.2 calls readable on white


@cache
def digits() -> tuple[int, list[tuple[str, int]]]:
    """The units of an em; and the outline, an SVG path, and the advance of each digit."""
    outlines = json.loads((faces.HERE / 'digits.json').read_text('utf-8'))
    return outlines['em'], [(path, advance) for path, advance in outlines['digits']]


def picture(number: int) -> bytes:
    """An SVG of a number, flush right, an em and a quarter high, its base line at one em."""
    em, known = digits()
    width = at = PLACES * known[0][1]
    parts = []
    for digit in reversed(str(number)):
        path, advance = known[int(digit)]
        at -= advance
        parts.append(f'<path transform="translate({at} {em}) scale(1 -1)" d="{path}"/>')
    size = f'viewBox="0 0 {width} {em * 5 // 4}"'
    drawing = f'<g fill="{GREY}">{"".join(parts)}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawing}</svg>'.encode()
