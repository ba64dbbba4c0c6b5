"""What is wrong with a document, before and after it is laid out: findings with path and line."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import name
from urllib.parse import unquote

from docutils import nodes

from editions.findings import Finding, Severity
from editions.fonts import coverage
from editions.transforms import reporting, staging

BASE = 'https://build.invalid/'  # where a page finds what it refers to (RFC 2606)
_BOX = re.compile(r'\.notdef glyph rendered for Unicode string .*"(.)"')
_UNLOADED = re.compile(r"Failed to load image at '([^']+)': ?(.*)")
FEW = 3  # characters named in one sentence
UNPRINTED = (nodes.comment, nodes.raw, nodes.substitution_definition)


def pictures(tree: nodes.document, root: Any) -> Iterator[Finding]:
    """Pictures that say nothing to a reader who does not see them.

    Sphinx writes the file's path as `alt` where there is none, so the PDF would pass.
    """
    for image in tree.findall(nodes.image):
        if not str(image.get('alt', '')).strip():
            path, line = reporting.location(image, tree, root)
            message = f'the picture {image["uri"]} has no alternative text; give it one with :alt:'
            yield Finding(path, line, Severity.WARNING, message, 'pdf.alt')


def glyphs(
    app: Any, tree: nodes.document, folders: tuple[Path, ...], families: tuple[str, ...]
) -> Iterator[Finding]:
    """Characters for which no font has a glyph, each once, with the text where it first stands."""
    printed = [text for text in tree.findall(nodes.Text) if not isinstance(text.parent, UNPRINTED)]
    whole = ''.join(printed)
    missing = set(coverage.lacking(whole, folders))
    if not families and coverage.unserved(app.config.language):
        missing |= coverage.ideographs(whole)  # not in the forms of another country
    for text in printed if missing else ():
        here = sorted(missing & set(text.astext()))
        missing.difference_update(here)
        if here:
            path, line = written(app, text, tree)
            yield Finding(
                path, line, Severity.ERROR, without_glyph(here, app.config.language), 'pdf.glyph'
            )


def without_glyph(characters: list[str], code: str) -> str:
    """The sentence on characters that cannot be printed; the first few by name."""
    named = [f'{char} (U+{ord(char):04X}, {name(char, "unnamed")})' for char in characters[:FEW]]
    more = len(characters) - len(named)
    rest = f' and {more} more here' if more else ''
    plural = 's' * (len(characters) > 1)
    return (
        f'no font has the character{plural} {", ".join(named)}{rest}; {remedy(characters[0], code)}'
    )


def remedy(char: str, code: str) -> str:
    """What to do about a character that no font has."""
    package = coverage.package(char, code)
    if package:
        written = f"editions_fonts = ['{package}'] in conf.py"
        return f'`pip install {package.replace("_", "-")}` and write {written}'
    return (
        'name a folder or an installed package that has such a font in editions_fonts, in conf.py'
    )


def boxed(complaint: str) -> str:
    """The character that a complaint of WeasyPrint says it has no glyph for; else ''."""
    found = _BOX.search(complaint)
    return found[1] if found else ''


def others(complaints: Iterable[str]) -> Iterator[str]:
    """The complaints of WeasyPrint that are no finding of ours."""
    for complaint in complaints:
        if not boxed(complaint) and not _UNLOADED.match(complaint):
            yield complaint.replace(BASE, '')


def unloaded(complaints: Iterable[str], tree: nodes.document, root: Any) -> Iterator[Finding]:
    """Pictures that WeasyPrint cannot load though they are there; and those of other sites."""
    images = {str(image['uri']): image for image in tree.findall(nodes.image)}
    for found in filter(None, map(_UNLOADED.match, complaints)):
        name = unquote(found[1].removeprefix(BASE))
        own = found[1].startswith(BASE)
        node = images.get(name)
        path, line = reporting.location(tree if node is None else node, tree, root)
        reason = found[2] or 'WeasyPrint does not know its format; save it as PNG, JPEG or SVG'
        if not own:
            reason = 'it is on another site, which no PDF asks; keep it with the source'
        severity = Severity.ERROR if own else Severity.WARNING
        message = f'the picture {posixpath.basename(name) if own else name} cannot be loaded: '
        yield Finding(path, line, severity, message + reason, 'picture')


def unprinted(
    missing: Iterable[nodes.Element], tree: nodes.document, root: Any
) -> Iterator[Finding]:
    """Texts that are not on paper."""
    for node in missing:
        path, line = reporting.location(node, tree, root)
        words = ' '.join(node.astext().split())[:60]
        yield Finding(path, line, Severity.ERROR, f'this text is not on paper: {words}', 'pdf.lost')


def undrawn(complaints: Iterable[str], code: str) -> Iterator[Finding]:
    """Characters that WeasyPrint drew as empty boxes.

    After `glyphs` these are our own words around the text: the language's name, a date.
    """
    drawn = list(dict.fromkeys(filter(None, map(boxed, complaints))))
    if drawn:
        message = f'in the words around the text, {without_glyph(drawn, code)}'
        yield Finding('conf.py', 0, Severity.ERROR, message, 'pdf.glyph')


def written(app: Any, text: nodes.Text, tree: nodes.document) -> tuple[str, int]:
    """Where a text was written: in a catalog where it is a translation, else in the source."""
    node: Any = text.parent
    while node is not None and not isinstance(node, nodes.document):
        if 'message' in node.attributes:
            for domain in staging.of(app).domains.values():
                if (entry := domain.entries.get(node['message'])) and entry.shown:
                    return entry.path, entry.line
            break
        node = node.parent
    return reporting.location(text.parent, tree, Path(app.confdir))
