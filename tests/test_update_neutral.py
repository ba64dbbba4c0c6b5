"""Edits that cannot change a translation keep it; all others do not, however small."""

import pytest

from editions.catalogs.update.edits import neutral, neutral_size

TEXT = 'Trade with the region grew by 20 per cent, not 15.'
WITH_URL = 'See the `policy paper <https://example.org/old>`_ of 2016.'

NEUTRAL = {
    'white space before a comma': (
        'The plan (2015-2019) , and what follows it.',
        'The plan (2015-2019), and what follows it.',
        'El plan (2015-2019) y lo que lo sigue.',
        'El plan (2015-2019) y lo que lo sigue.',
    ),
    'white space': ('Trade  with the\nregion grew.', 'Trade with the region grew.', 'x', 'x'),
    'white space at the end': ('Trade with them grew. ', 'Trade with them grew.', 'x', 'x'),
    'space after a comma': ('First,let us go there', 'First, let us go there', 'x', 'x'),
    'double quotes': ('The "new era" has come', 'The “new era” has come', 'x', 'x'),
    'apostrophe': ("China's relations with it", 'China’s relations with it', 'x', 'x'),
    'wrapped reference': (
        'See :doc:`the long\nguide` now',
        'See :doc:`the long guide` now',
        'x',
        'x',
    ),
    'quotes in the text of a link': (
        'See `the "new era" <https://a.example/>`_ and `x`.',
        'See `the “new era” <https://a.example/>`_ and `x`.',
        'x',
        'x',
    ),
    'URL': (
        WITH_URL,
        WITH_URL.replace('old', 'new'),
        'Véase el `documento <https://example.org/old>`_.',
        'Véase el `documento <https://example.org/new>`_.',
    ),
    'URL before a full-width stop': (
        'See the docs at https://a.example/pipx/ there.',
        'See the docs at https://b.example/pipx/ there.',
        '请参阅 https://a.example/pipx/。',
        '请参阅 https://b.example/pipx/。',
    ),
    'white space after a hyphen': (
        'Protect it from false- user input',
        'Protect it from false-user input',
        'x',
        'x',
    ),
    'two URLs exchanged': (
        'One is at https://a.example/1 and two at https://a.example/2.',
        'One is at https://a.example/2 and two at https://a.example/1.',
        'Uno https://a.example/1, dos https://a.example/2.',
        'Uno https://a.example/2, dos https://a.example/1.',
    ),
    'backslash at a line end': (
        r'The gate is \ full of roses, and the wall\ flower is yellow.',
        'The gate is full of roses, and the wall flower is yellow.',
        'x',
        'x',
    ),
    'line end at the edge': ('Trade with them\n', 'Trade with them', 'Comercio\n', 'Comercio'),
}

OTHER = {
    'number': (TEXT, TEXT.replace('20', '30')),
    'not': (TEXT, TEXT.replace('not ', '')),
    'now': (TEXT, TEXT.replace('not', 'now')),
    'comma': (TEXT, TEXT.replace(',', '')),
    'full stop': (TEXT, TEXT[:-1]),
    'name': ('Visit to Peru and Chile', 'Visit to Cuba and Chile'),
    'case': ('the People of China', 'the people of China'),
    'joined words': ('every day life there', 'everyday life there'),
    'split number': ('sold 1 000 units there', 'sold 1000 units there'),
    'comma in a number': ('sold 1,000 units there', 'sold 1, 000 units there'),
    'emphasis': ('the *new* era of them', 'the **new** era of them'),
    'emphasis gone': ('the *new* era of them', 'the new era of them'),
    'role': ('see :doc:`guide` for more', 'see :ref:`guide` for more'),
    'literal': ('see ``a b`` for much more', 'see ``a  b`` for much more'),
    'quotes in a literal': ('set ``x="a"`` for this', 'set ``x=“a”`` for this'),
    'quotes in a role': ('see :kbd:`x "a"` for this', 'see :kbd:`x “a”` for this'),
    'dash': ('the region - a partner', 'the region – a partner'),
    'accent': ('the resume of the talk', 'the résumé of the talk'),
    'footnote': ('Article by its author [*]_', 'Article by its author'),
    'hyphen added': ('a date based release of it', 'a date-based release of it'),
    'hyphen between numbers': ('see the pages 5- 10 of it', 'see the pages 5-10 of it'),
    'dash without space': ('the region - a partner', 'the region-a partner'),
    'backslash before markup': (
        r'some water, H\ :sub:`2`\ O, here',
        'some water, H :sub:`2` O, here',
    ),
    'backslash after a literal': (
        r'the plural of ``garden``\ s here',
        'the plural of ``garden`` s here',
    ),
    'URL alone': ('<https://a.example/>', '<https://b.example/>'),
    'short with another URL': ('See https://a.example/', 'See https://b.example/'),
    'short with URL': ('to  go https://a.example/', 'to go https://b.example/'),
    'short': ('to go', 'to  go'),
    'paragraphs': ('one paragraph\n\nanother', 'one paragraph another'),
    'code lines': ('def function():\n    pass', 'def function():\n  pass'),
    'list': ('first thing\n- second thing', 'first thing - second thing'),
    'URL added': (
        'see https://a.example/1 there now',
        'see https://a.example/1 https://b.example/ there now',
    ),
    'javascript': ('see `this thing <javascript:a>`_', 'see `this thing <javascript:b>`_'),
}


@pytest.mark.parametrize('name', NEUTRAL)
def test_neutral(name):
    old, new, translation, expected = NEUTRAL[name]
    assert neutral(old, new, translation) == expected
    assert neutral_size(old) == neutral_size(new)  # or the old one is not looked at


@pytest.mark.parametrize('name', OTHER)
def test_not_neutral(name):
    old, new = OTHER[name]
    assert neutral(old, new, old) is None
    assert neutral(new, old, new) is None


@pytest.mark.parametrize(
    'translation',
    [
        'Véase el documento.',
        'Véase https://example.org/other.',
        'https://example.org/old y https://example.org/old',
    ],
)
def test_a_url_passes_only_where_it_is_mended(translation):
    assert neutral(WITH_URL, WITH_URL.replace('old', 'new'), translation) is None
