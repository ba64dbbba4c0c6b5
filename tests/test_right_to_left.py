"""Text from right to left: code runs left to right, lines hold, letters are copied as they are."""

from collections.abc import Iterator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pydyf
import pytest
import weasyprint

from editions.pdf import copied, patches
from editions.transforms.strings import left_to_right


@pytest.mark.parametrize(
    ('html', 'made'),
    [
        ('<code class="a">x</code>', '<code dir="ltr" class="a">x</code>'),
        ('<pre>x</pre>', '<pre dir="ltr">x</pre>'),
        ('<pre lang="en" dir="ltr">x</pre>', '<pre lang="en" dir="ltr">x</pre>'),
        ('<p class="sig ">x</p>', '<p class="sig ">x</p>'),
        (
            '<dt class="sig sig-object py" id="f">f()</dt>',
            '<dt class="sig sig-object py" dir="ltr" id="f">f()</dt>',
        ),
        (
            '<kbd class="k">Ctrl</kbd>+<kbd class="k">C</kbd>',
            '<span class="keys" dir="ltr"><kbd dir="ltr" class="k">Ctrl</kbd>+'
            '<kbd dir="ltr" class="k">C</kbd></span>',
        ),
    ],
)
def test_code_keys_and_signatures_run_left_to_right(html: str, made: str) -> None:
    assert left_to_right(html) == made


def texts(box: Any) -> Iterator[Any]:
    if isinstance(box, patches.boxes.TextBox):
        yield box
    for child in getattr(box, 'children', ()):
        yield from texts(child)


def test_nothing_overlaps_in_a_loose_line_and_letters_hold_each_other() -> None:
    html = """<html dir=rtl><style>@page { size: 300px; margin: 0 } body { margin: 0 }
        p { text-align: justify; font-size: 16px } code { direction: ltr }</style>
        <p>aa <code>bb cc</code> dddd eeee fff gg hhhhhhhhhhhhhhhhhhhhhhhhhhh iii</p>"""
    with patches.patched():
        (page,) = weasyprint.HTML(string=html).render().pages
        found = list(texts(page._page_box))
    lines: dict[float, list[Any]] = {}
    for box in found:
        lines.setdefault(box.position_y, []).append(box)
    for line in lines.values():
        line.sort(key=lambda box: box.position_x)
        for left, right in pairwise(line):
            assert left.position_x + left.width <= right.position_x + 0.5, (left, right)
    assert {box.style['letter_spacing'] for box in found} == {'normal'}


def test_a_letter_that_is_drawn_in_parts_is_copied_as_itself() -> None:
    """Its dots would be copied as letters, and its shape as another letter with that shape."""
    stream = pydyf.Stream()
    font = SimpleNamespace(to_unicode={1: 'a', 2: '\u0628', 3: ''}, widths={2: 500})
    drawn = [
        ('font', font),
        ('set_font_size', ('f', 10)),
        ('show_text', '<0001>5'),
        ('set_text_rise', (2,)),
        ('show_text', '-20<0003>20'),
        ('set_text_rise', (0,)),
        ('show_text', '<0002>'),
    ]
    known = [
        copied.Cluster('a', (1,), False, False),
        copied.Cluster('\u062a', (3, 2), True, True),
    ]
    copied.write(stream, drawn, known)
    lines = [line if isinstance(line, str) else line.decode() for line in stream.stream]
    assert lines == [
        '/f 10 Tf',
        '[<0001>5] TJ',
        '2 Ts',
        '/Span',
        '<</ActualText <FEFF062a>>>',
        'BDC',
        *('3 Tr', '0 Ts', '[<0002>500] TJ', '2 Ts', '0 Tr'),
        '[-20<0003>20] TJ',
        '0 Ts',
        '[<0002>] TJ',
        'EMC',
    ]


@pytest.mark.parametrize(
    ('line', 'marked'), [('TI  - Tides', True), ('TI  - \u05d2\u05d0\u05d5\u05ea', False)]
)
def test_code_from_right_to_left_is_copied_by_its_letters(
    line: str, marked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of a whole line was read backwards; only what runs left to right says it whole."""
    monkeypatch.setattr(copied, 'stock_draw_first_line', lambda *given: None)
    stream = pydyf.Stream()
    copied.draw_first_line(stream, SimpleNamespace(text=line))
    assert bool(stream.stream) == marked


def test_two_distances_between_glyphs_stay_two() -> None:
    shown: list[str] = []
    found = list(copied.tokens('<0062>-6<>40.9<001e0011>'))
    copied.show(SimpleNamespace(show_text=shown.append), found)
    assert shown == ['<0062>-6 40.9<001e0011>']
