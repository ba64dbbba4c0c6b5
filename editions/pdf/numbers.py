"""The numbers of paragraphs, drawn in the margin: no reader hears or copies them.

To WeasyPrint each is a background picture. A picture of its own for each would be a tenth of the
work on a book, so their digits are written into the page.
"""

import json
import re
from functools import cache
from typing import Any

from tinycss2.color5 import parse_color

from editions.fonts import available
from editions.pdf.patches import image_address, stock_draw_background_image
from editions.pdf.vetting import BASE

NUMBERS = 'numbers/'  # where the pictures are found
NUMBER = re.compile(f'{BASE}{NUMBERS}([0-9]{{1,4}})[.]svg')
DIGITS = 4  # for which a picture has room
GREY = '#767676'  # the lightest that WCAG 2.2 calls readable on white
COMMAND = re.compile('([MLHVQZ])([^A-Z]*)')


def picture() -> bytes:
    """An empty SVG with the room of a number, an em and a quarter high."""
    em, known = digits()
    size = f'viewBox="0 0 {DIGITS * known[0][1]} {em * 5 // 4}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'.encode()


@cache
def digits() -> tuple[int, list[tuple[bytes, int]]]:
    """The units of an em; the outline of each digit, in operators of PDF, and its advance."""
    outlines = json.loads((available.HERE / 'digits.json').read_text('utf-8'))
    return outlines['em'], [(operators(path), advance) for path, advance in outlines['digits']]


def operators(path: str) -> bytes:
    """A path of SVG that has quadratic curves, in cubic ones (ISO 32000-1, 8.5.2)."""
    found: list[str] = []
    x = y = 0.0
    for letter, values in COMMAND.findall(path):
        given = [float(value) for value in re.findall(r'-?[0-9.]+', values)]
        if letter == 'Z':
            found.append('h')
            continue
        if letter in 'HV':
            given = [given[0], y] if letter == 'H' else [x, given[0]]
        for at in range(0, len(given), 4 if letter == 'Q' else 2):
            points = given[at : at + (4 if letter == 'Q' else 2)]
            *control, to_x, to_y = points
            if control:
                starts = [(old + 2 * new) / 3 for old, new in zip((x, y), control, strict=True)]
                ends = [(end + 2 * new) / 3 for end, new in zip(points[2:], control, strict=True)]
                points = [*starts, *ends, to_x, to_y]
            operator = 'c' if control else 'm' if letter == 'M' and not at else 'l'
            found.append(f'{" ".join(f"{value:.5g}" for value in points)} {operator}')
            x, y = to_x, to_y
    return '\n'.join(found).encode()


def draw_background_image(stream: Any, layer: Any, style: Any) -> None:
    """Draw a background; that of a numbered paragraph is its number, flush right."""
    number = NUMBER.fullmatch(image_address(layer.image))
    if number is None:
        stock_draw_background_image(stream, layer, style)
        return
    em, known = digits()
    left, top = (sum(pair) for pair in zip(layer.positioning_area, layer.position, strict=False))
    scale = layer.size[1] / (em * 5 // 4)
    right = left + layer.size[0]
    with stream.artifact():
        stream.push_state()
        stream.set_color(parse_color(GREY))
        for digit in reversed(number[1]):
            outline, advance = known[int(digit)]
            right -= advance * scale
            stream.push_state()
            stream.transform(a=scale, d=-scale, e=right, f=top + em * scale)
            stream.stream.append(outline)
            stream.fill()
            stream.pop_state()
        stream.pop_state()
