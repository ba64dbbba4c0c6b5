"""The fonts: what they cover, their licences, and the correction of those that viewers misread."""

import re
import subprocess
from pathlib import Path

import pytest
from conftest import sphinx
from fontTools.ttLib import TTFont

from editions.findings import UserError
from editions.fonts import available, cid, coverage
from editions.pdf.layout import Files, lay_out
from editions.pdf.presence import bare
from editions.site import verapdf

pytest_plugins = ['pdf_fixtures']

HAN = sorted((available.HERE).glob('noto-*-sc/*.ttf'))
SIGNS = sorted(set((available.HERE).glob('*/*.ttf')) - set(HAN))


def characters(path):
    with TTFont(path, lazy=True) as font:
        return set(map(chr, font.getBestCmap()))


@pytest.mark.parametrize('path', HAN, ids=lambda path: path.stem)
def test_chinese_faces_hold_both_standards(path):
    """GB 2312 and the Table of General Standard Chinese Characters: 8,105 characters."""
    table = set((available.HERE / 'tongyong.txt').read_text('utf-8').replace('\n', ''))
    assert len(table) == 8105
    assert coverage.standards() >= table
    assert coverage.standards() - characters(path) == set()


def test_ordinary_characters_are_in_the_latin_face():
    """What the guard takes for granted; the soft hyphen and controls are not drawn."""
    (font,) = (
        p
        for p in available.font_files(available.own_folders())
        if p.name.startswith('SourceSerif4[')
    )
    assert coverage.ORDINARY - coverage.UNDRAWN - characters(font) == set()


@pytest.mark.parametrize('path', HAN, ids=lambda path: path.stem)
def test_neighbouring_punctuation_closes_up_in_every_chinese_face(path):
    with TTFont(path, lazy=True) as font:
        tags = {record.FeatureTag for record in font['GPOS'].table.FeatureList.FeatureRecord}
    assert 'chws' in tags


@pytest.mark.parametrize('path', HAN + SIGNS, ids=lambda path: path.stem)
def test_every_subset_lies_beside_its_licence(path):
    licence = (path.parent / 'OFL.txt').read_text('utf-8')
    assert 'SIL OPEN FONT LICENSE Version 1.1' in licence
    with TTFont(path, lazy=True) as font:
        assert licence.startswith(font['name'].getDebugName(0))


def test_a_face_of_signs_draws_nothing_that_another_face_has():
    """Else a letter, a figure or a mark of a text might be drawn by it."""
    assert [path.parent.name for path in SIGNS] == [
        'noto-emoji', 'noto-sans-math', 'noto-sans-symbols-2',
    ]  # fmt: skip
    for path in SIGNS:
        others = [other for other in available.font_files(available.own_folders()) if other != path]
        shared = characters(path) & coverage.shown(others) - coverage.UNDRAWN
        assert shared <= {' '}


@pytest.mark.parametrize('path', HAN, ids=lambda path: path.stem)
def test_every_chinese_face_lies_beside_its_web_face(path):
    with TTFont(path.with_suffix('.woff2')) as web:
        assert set(map(chr, web.getBestCmap())) == characters(path)


def test_the_digests_of_what_the_subsets_were_made_from_are_kept():
    text = (available.HERE / 'README.md').read_text('utf-8')
    assert len(re.findall(r'\b[0-9a-f]{128}  expo-google-fonts-noto-', text)) == 5


def test_fontconfig_sees_our_faces_alone(tmp_path):
    path = available.write_configuration(tmp_path, available.own_folders())
    text = path.read_text('utf-8')
    assert text.count('<dir>') == 4
    assert '/usr/share/fonts' not in text
    assert '<include' not in text


def test_a_package_or_a_folder_adds_faces(tmp_path):
    (tmp_path / 'mine').mkdir()
    assert available.added_folder('mine', tmp_path) == tmp_path / 'mine'
    assert available.added_folder('fontpkg_source_sans_3', tmp_path).name == 'fontpkg_source_sans_3'
    with pytest.raises(UserError, match='no_such_face'):
        available.added_folder('no_such_face', tmp_path)


def test_what_no_face_has_is_found():
    folders = available.own_folders()
    assert coverage.lacking('Ñandú “1+3+6” 命运共同体①', folders) == set()
    assert coverage.lacking('한국어 हिन्दी', folders) >= set('한हि')


def test_the_signs_of_a_manual_are_there():
    """Emoji with what joins and colours them, arrows, mathematics, ticks, keys, boxes, Braille."""
    signs = '📣 ⚠️ ✨ 🐍 👩‍💻 👍🏽 🇧🇷 ✓ ✗ ✔️ ↔ ⇒ ⇔ ↳ ∀ ∃ ∅ ∉ ≠ ≤ ⌘ ⌥ ␣ ├── █ ● ☐ ☑ ⠿ ℵ ₂'
    assert coverage.lacking(signs, available.own_folders()) == set()


def test_signs_are_printed_in_a_conforming_file(paper_project, tmp_path):
    text = 'Signs\n=====\n\n📣 News ⚠️ ✨ 👩‍💻 👍🏽 and *✓ ↔ ∅*, ``├── 🐍``.\n'
    out = tmp_path / 'out'
    done = sphinx('pdf', paper_project({'index.rst': text}), out, '-W')
    assert done.returncode == 0, done.stderr
    assert verapdf.broken(out / 'small.en.pdf') == {}


JAPANESE = (
    '<!doctype html><html lang=ja><title>t</title><style>p{font-family:"Noto Serif JP"}</style>'
    '<p>吾輩は猫である。名前はまだ無い。</p>'
)


@pytest.fixture
def japanese():
    """A folder of CID-keyed fonts whose glyph ids are not their CIDs."""
    return available.package_folder('pylopdf_fonts_jp')


def printed(html, folder, target):
    fonts = available.write_configuration(target.parent, (*available.own_folders(), folder))
    target.write_bytes(lay_out(html, [], Files({}, target.parent), fonts).data)
    return target


def test_a_cid_keyed_face_fails_as_it_is_and_passes_when_cured(japanese, tmp_path):
    raw = printed(JAPANESE, japanese, tmp_path / 'raw.pdf')
    assert 'PDFA-2A 6.2.11.8-1' in verapdf.broken(raw)
    sound = available.embeddable_folder(japanese, tmp_path / 'cured')
    assert sound == tmp_path / 'cured'
    assert verapdf.broken(printed(JAPANESE, sound, tmp_path / 'cured.pdf')) == {}


def test_a_sound_face_is_left_alone():
    assert [cid.with_equal_cids(path) for path in HAN] == [None, None]
    folder = available.package_folder('fontpkg_source_sans_3')
    assert available.embeddable_folder(folder, Path('nowhere')) == folder


def test_a_sliced_web_face_is_seen(tmp_path):
    """Sets of slices by unicode-range draw wrong characters; text and veraPDF both tell."""
    from fontTools.subset import Options, Subsetter

    words = '命运共同体建设中拉关系'
    rules = []
    for number, part in enumerate((words[:4], words[4:])):
        font = TTFont(HAN[1], recalcTimestamp=False)
        subsetter = Subsetter(Options(notdef_outline=True))
        subsetter.populate(text=part)
        subsetter.subset(font)
        font.flavor = 'woff2'
        font.save(tmp_path / f'{number}.woff2')
        ranges = ','.join(f'U+{ord(char):X}' for char in part)
        source = f'url(https://build.invalid/{number}.woff2)'
        rules.append(f'@font-face{{font-family:Sliced;src:{source};unicode-range:{ranges}}}')
    page = f'<!doctype html><html lang=zh-CN><title>t</title><p>{words}</p>'
    sheets = [*rules, 'p { font-family: Sliced }']
    fonts = available.write_configuration(tmp_path, available.own_folders())
    result = lay_out(page, sheets, Files({}, tmp_path), fonts)
    target = tmp_path / 'sliced.pdf'
    target.write_bytes(result.data)
    assert bare(words) in result.text
    assert verapdf.broken(target) != {}


def test_one_value_sets_another_language_in_its_own_faces(paper_project, tmp_path, program):
    """Japanese would otherwise be drawn in Chinese shapes, for our Chinese fonts have them."""
    conf = "language = 'ja'\neditions_fonts = ['pylopdf_fonts_jp']\n"
    text = (
        '吾輩は猫である\n==============\n\n名前はまだ無い。どこで生れたか *とんと* 見当がつかぬ。\n'
    )
    out = tmp_path / 'out'
    done = sphinx('pdf', paper_project({'index.rst': text}, conf), out, '-W')
    assert done.returncode == 0, done.stderr
    path = out / 'small.ja.pdf'
    assert verapdf.broken(path) == {}
    command = [program('pdffonts'), str(path)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    named = {row.split()[0][7:] for row in listed.splitlines()[2:]}
    assert named <= {'Noto-Serif-JP', 'Noto-Sans-JP', 'Source-Serif-4', 'Source-Code-Pro'}
    assert 'Noto-Serif-JP' in named


@pytest.mark.parametrize('code', ['ja', 'ko', 'ar', 'hi'])
def test_a_language_that_our_faces_do_not_serve_is_known(code):
    assert coverage.unserved(code)


@pytest.mark.parametrize('code', ['en', 'es', 'pt_BR', 'zh_CN', 'ru', 'el', 'vi', 'xx'])
def test_a_language_that_they_serve_is_known(code):
    assert not coverage.unserved(code)


@pytest.mark.parametrize(
    ('char', 'code', 'package'),
    [
        ('執', 'ja', 'pylopdf_fonts_jp'),
        ('執', 'zh_TW', 'pylopdf_fonts_zh_tw'),
        ('한', 'en', 'pylopdf_fonts_ko'),
        ('ج', 'en', 'pylopdf_fonts_ar'),
        ('ப', 'ta', 'fontpkg_noto_sans_tamil'),
        ('ব', 'bn', 'fontpkg_hind_siliguri'),
        ('ꦀ', 'jv', ''),
    ],
)
def test_who_lacks_a_face_is_told_where_to_get_one(char, code, package):
    assert coverage.package(char, code) == package


@pytest.mark.parametrize(('code', 'package'), [('zh_TW', 'zh_tw'), ('ja', 'jp')])
def test_no_other_country_is_set_in_our_chinese_fonts(paper_project, tmp_path, code, package):
    """Our fonts have these characters, in the forms of Simplified Chinese."""
    out = tmp_path / 'out'
    root = paper_project({'index.rst': '人工\n====\n\n日本。\n'}, f"language = '{code}'\n")
    done = sphinx('pdf', root, out)
    assert done.returncode != 0
    assert f"editions_fonts = ['pylopdf_fonts_{package}']" in done.stderr
