"""Web fonts are encoded as fontTools does it, quickly in a build and well in a publication."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from editions.fonts import available, coverage, woff2
from editions.fonts.packing import Packing
from editions.html import webfonts
from editions.site import archive

TEXT = 'Hamburgefonstiv 0123456789 ÀÉÎÕÜÑçğ “¿fi?”—…¼½⅓ 命运共同体，一二三'
FONTS = [p for folder in available.own_folders() for p in available.font_files([folder])]


def cut(path: Path) -> bytes:
    with TTFont(path, lazy=True) as font:
        axes = {axis.axisTag: axis.maxValue for axis in font['fvar'].axes} if 'fvar' in font else {}
    return woff2.cut(path, TEXT, (), axes)


@pytest.mark.parametrize('path', FONTS, ids=lambda path: path.stem)
def test_the_container_holds_the_tables_of_the_font(path: Path) -> None:
    data = cut(path)
    with TTFont(BytesIO(data)) as font, TTFont(BytesIO(woff2.packed(data, 'F', 'f'))) as packed:
        tags = set(font.keys()) - {'GlyphOrder', 'name', 'head'}
        assert set(packed.keys()) >= tags
        assert all(font.getTableData(tag) == packed.getTableData(tag) for tag in tags)
        assert packed['name'].getDebugName(1) == 'F'


def test_a_published_font_is_the_same_font_packed_better(tmp_path: Path) -> None:
    built = woff2.packed(cut(FONTS[0]), 'Face', 'face')
    path = tmp_path / 'es' / '_static' / 'fonts' / 'face.0123456789.woff2'
    path.parent.mkdir(parents=True)
    path.write_bytes(built)
    archive.pack_fonts(tmp_path)
    published = path.read_bytes()
    assert len(published) < len(built)
    assert tables(published) == tables(built)


def test_a_published_font_of_many_signs_is_drawn_on_a_coarser_grid() -> None:
    """No point moves by more than a thousandth of an em, and an ideograph stays one em wide."""
    song = next(path for path in FONTS if path.stem == 'NotoSerifSC-Regular')
    han = [chr(code) for code in sorted(coverage.code_points(song)) if code >= 0x4E00][:400]
    built = woff2.packed(woff2.cut(song, han, ('halt',), {}), 'Face', 'face')
    published = woff2.packed_best(built)
    assert len(published) < 0.92 * len(built)
    before, after = TTFont(BytesIO(built)), TTFont(BytesIO(published))
    assert (before['head'].unitsPerEm, after['head'].unitsPerEm) == (1000, 512)
    assert before.getBestCmap() == after.getBestCmap()
    for name in before.getGlyphOrder():
        ways = [font['glyf'][name].getCoordinates(font['glyf'])[0] for font in (before, after)]
        for (x, y), (across, up) in zip(*ways, strict=True):
            assert max(abs(x - across / 0.512), abs(y - up / 0.512)) < 1
    assert {advance for advance, _ in after['hmtx'].metrics.values()} == {512}
    assert woff2.packed_best(published) == published


def test_a_font_of_one_character_more_has_another_name() -> None:
    def files(text: str) -> set[str]:
        used = {role: set(text) for role in ('text', 'sans', 'title')}
        return {font.file for font in webfonts.chosen(used, 'es', ())}

    assert files('abc') == files('cba')
    assert not files('abc') & files('abcd')


def test_a_font_of_the_project_is_published_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / 'es' / '_static' / 'brand.woff2'
    path.parent.mkdir(parents=True)
    path.write_bytes(b'not ours to touch')
    archive.pack_fonts(tmp_path)
    assert path.read_bytes() == b'not ours to touch'


def tables(data: bytes) -> dict[str, bytes]:
    """All of a font but its head, which says whether it was packed with a loss."""
    font = TTFont(BytesIO(data))
    return {tag: font.getTableData(tag) for tag in font.reader.keys() if tag != 'head'}  # noqa: SIM118


@pytest.mark.parametrize('language', ['zh_TW', 'ja'])
def test_another_country_s_text_is_not_set_in_simplified_forms(language: str) -> None:
    used = {role: set('简体中文命运共同体 Text') for role in ('text', 'sans', 'title', 'bold')}
    made = webfonts.chosen(used, language, (), names='简体中文')
    han = {c for font in made for c in font.characters if c >= '\u2e80'}
    assert han == set('简体中文')


def test_a_font_is_cut_with_what_a_vowel_is_set_of() -> None:
    """HarfBuzz sets Thai SARA AM as two signs; without them a browser sets it in another font."""
    assert woff2.with_parts({'ก', 'ำ'}) == {'ก', 'ำ', '\u0e4d', '\u0e32'}
    assert woff2.with_parts({'ោ'}) == {'ោ', 'េ'}
    assert woff2.with_parts({'é', '½'}) == {'é', '½'}


def test_a_font_is_packed_once_for_all_formats_of_a_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bytes] = []
    monkeypatch.setattr(woff2, 'packed', lambda data, *names: made.append(data) or data[::-1])
    html, epub = (Packing(tmp_path / 'packed', user) for user in ('html', 'editions-epub'))
    names = ('Editions Serif', 'editionsserif-400', 'Regular')
    assert html.packed(b'ab', *names) == epub.packed(b'ab', *names) == b'ba'
    assert made == [b'ab']
    assert html.packed(b'cd', *names) == b'dc'  # another text
    assert epub.packed(b'ab', *names) == b'ba'
    assert made == [b'ab', b'cd']
    for path in (tmp_path / 'packed').iterdir():
        path.write_bytes(path.read_bytes()[:-1])  # damaged
    assert html.packed(b'cd', *names) == b'dc'
    assert len(made) == 3
    assert len(list((tmp_path / 'packed').iterdir())) == 2
