"""Make the fonts that ship with the package; for maintainers, see editions/fonts/README.md.

    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
    .venv/bin/python tools/make_fonts.py expo-google-fonts-noto-*.tgz
    .venv/bin/python tools/make_fonts.py '.../SourceSerif4[opsz,wght].ttf'

The third line draws the digits of paragraph numbers, which are pictures, not text.
Needs fonttools==4.68.0, brotli and chws-tool==1.4.5, which are no dependencies of the
package. The same archives give the same bytes.
"""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from editions.fonts import available, coverage
from editions.fonts.available import HERE

VARIANTS = 14  # the format of the table of variation sequences
SMALL = {'opsz': 8.0, 'wght': 400.0}  # the cut of a variable face for the smallest sizes
FACES = {
    'package/400Regular/NotoSerifSC_400Regular.ttf': 'noto-serif-sc/NotoSerifSC-Regular.ttf',
    'package/700Bold/NotoSansSC_700Bold.ttf': 'noto-sans-sc/NotoSansSC-Bold.ttf',
}
SIGNS = {  # what a manual holds besides words; the first of them that has a sign draws it
    'package/400Regular/NotoEmoji_400Regular.ttf': 'noto-emoji/NotoEmoji-Regular.ttf',
    'package/400Regular/NotoSansMath_400Regular.ttf': 'noto-sans-math/NotoSansMath-Regular.ttf',
    'package/400Regular/NotoSansSymbols2_400Regular.ttf': (
        'noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf'
    ),
}

SIGN_CHARACTERS = (
    ''.join(  # blocks of signs: arrows, mathematics, symbols, dingbats, Braille, emoji
        chr(code)
        for first, end in ((0x2070, 0x2C00), (0x1F000, 0x1FB00))
        for code in range(first, end)
    )
    + '\u200d\ufe0f\u3030\u303d\u3297\u3299'
)
RANGES = (  # what the Chinese subsets hold besides the characters of the two standards
    (0x20, 0x7F),
    (0xA0, 0x180),
    (0x2000, 0x2070),
    (0x2190, 0x219A),
    (0x2460, 0x2474),
    (0x3000, 0x3040),
    (0xFF00, 0xFFF0),
)


def repertoire() -> frozenset[str]:
    """What the Chinese subsets are asked to hold."""
    return coverage.standards().union(*(map(chr, range(*pair)) for pair in RANGES))


def features(font: TTFont) -> set[str]:
    """The tags of a font's OpenType features."""
    return {
        record.FeatureTag
        for table in ('GSUB', 'GPOS')
        if table in font
        for record in font[table].table.FeatureList.FeatureRecord
    }


def subset(data: bytes, target: Path, characters: Iterable[str]) -> None:
    """Write the part of a font that draws these characters."""
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    subsetter = Subsetter(
        Options(layout_features=['*'], notdef_outline=True, name_IDs=['*'], glyph_names=False)
    )
    wanted = set(map(ord, characters))
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    for table in font['cmap'].tables:  # what a substitution brought with it is not asked for
        if table.isUnicode() and table.format != VARIANTS:
            table.cmap = {code: glyph for code, glyph in table.cmap.items() if code in wanted}
    target.parent.mkdir(exist_ok=True)
    font.save(target)


def close_up(target: Path) -> None:
    """Give a face the feature `chws`: adjacent punctuation closes up."""
    if 'chws' not in features(TTFont(target, lazy=True)):
        add = [str(Path(sys.executable).with_name('add-chws')), str(target), '-o']
        environment = os.environ | {'SOURCE_DATE_EPOCH': '0'}
        subprocess.run([*add, str(target.parent)], check=True, env=environment)


def for_the_web(face: Path) -> None:
    """Write the same face as WOFF2, which the HTML editions use."""
    font = TTFont(face, recalcTimestamp=False)
    font.flavor = 'woff2'
    font.save(face.with_suffix('.woff2'))


def draw_digits(face: Path) -> None:
    """Write the outlines of a face's old-style digits, as SVG paths, into digits.json."""
    font = TTFont(face)
    glyphs, names = font.getGlyphSet(location=SMALL), font.getBestCmap()
    old_style = substitutions(font, 'onum')
    drawn = []
    for digit in '0123456789':
        name = old_style[names[ord(digit)]]
        pen = SVGPathPen(glyphs, ntos=lambda value: f'{value:.0f}')
        glyphs[name].draw(pen)
        drawn.append([pen.getCommands(), round(glyphs[name].width)])
    outlines = {'em': font['head'].unitsPerEm, 'digits': drawn}
    (HERE / 'digits.json').write_text(json.dumps(outlines, indent=0) + '\n', 'utf-8')


def substitutions(font: TTFont, feature: str) -> dict[str, str]:
    """What a feature puts in place of single glyphs."""
    table = font['GSUB'].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == feature:
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    found |= getattr(subtable, 'ExtSubTable', subtable).mapping
    return found


def signs(target: str) -> set[str]:
    """What a face of signs is asked to hold: what no face before it has."""
    later = {HERE / name for name in list(SIGNS.values())[list(SIGNS.values()).index(target) :]}
    before = [path for path in available.font_files(available.own_folders()) if path not in later]
    return set(SIGN_CHARACTERS) - coverage.shown(tuple(before))


def make(archive: Path) -> None:
    """Make every font that an npm archive holds; print its digest, to be compared with README."""
    sys.stdout.write(f'{hashlib.sha512(archive.read_bytes()).hexdigest()}  {archive.name}\n')
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            if (name := SIGNS.get(member.name)) and (file := tar.extractfile(member)):
                subset(file.read(), HERE / name, signs(name))
            elif (name := FACES.get(member.name)) and (file := tar.extractfile(member)):
                subset(file.read(), HERE / name, repertoire())
                close_up(HERE / name)
                for_the_web(HERE / name)


if __name__ == '__main__':
    for name in sys.argv[1:]:
        draw_digits(Path(name)) if name.endswith('.ttf') else make(Path(name))
