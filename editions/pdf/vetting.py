"""What is wrong with a document, before and after it is laid out: findings with path and line."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any
from unicodedata import name
from urllib.parse import unquote

from docutils import nodes

from editions.findings import Finding, Severity
from editions.folders import Suffixes, is_markdown
from editions.fonts import coverage
from editions.transforms import reporting, staging
from editions.transforms.diagrams import STANDS_IN as NO_GLYPH
from editions.transforms.pictures import CODE as PICTURE

BASE = 'https://build.invalid/'  # where a page finds what it refers to (RFC 2606)
_BOX = re.compile(r'\.notdef glyph rendered for Unicode string .*"(.)"')
_UNLOADED = re.compile(r"Failed to load image at '([^']+)': ?(.*)")
_UNSAID = 'has no required alt description'  # it is decoration
FEW = 3  # characters named in one sentence
WORDS = 'what it shows'
GLYPH = 'pdf.glyph'  # a warning of a build, an error of a site that is published
_ALT = re.compile(r' alt="[^"]*"')
_SWALLOWS = re.compile(
    '<!--|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\\b[^>]*>', re.IGNORECASE
)
UNPRINTED = (nodes.comment, nodes.raw, nodes.substitution_definition)


def pictures(tree: nodes.document, root: Any, suffixes: Suffixes) -> Iterator[Finding]:
    """Pictures that say nothing to a reader who does not see them.

    Sphinx writes the file's path as `alt` where there is none; of Markdown they are decoration.
    """
    for image in tree.findall(nodes.image):
        if not str(image.get('alt', '')).strip():
            path, line = reporting.location(image, tree, root)
            markdown = is_markdown(path, suffixes)
            remedy = f'![{WORDS}]({image["uri"]})' if markdown else f':alt: {WORDS}'
            message = f'the picture {image["uri"]} has no alternative text; write {remedy}'
            yield Finding(path, line, Severity.WARNING, message, 'pdf.alt')


def say_pictures(tree: nodes.document) -> None:
    """Put words in the place of pictures that cannot be loaded; changes the tree."""
    for image in list(tree.findall(nodes.image)):
        if image.get('unreadable'):
            words = f'[{image.get("alt") or posixpath.basename(image["uri"])}]'
            said = nodes.inline('', words, classes=[NO_GLYPH])
            inside = isinstance(image.parent, nodes.TextElement)
            image.parent.replace(image, said if inside else nodes.paragraph('', '', said))


def unclosed(tree: nodes.document, root: Any) -> Iterator[Finding]:
    """Tags of raw HTML that would swallow all that follows; changes the tree: they are left out.

    Such are those whose content is no HTML (HTML Standard, 13.2.5), and comments.
    """
    shown = [each for each in tree.findall(nodes.raw) if 'html' in each['format'].split()]
    for node in shown:
        text, siblings = node.astext(), node.parent.children
        after = ''.join(each.astext() for each in siblings[siblings.index(node) + 1 :])
        found = [m for m in _SWALLOWS.finditer(text) if not _closed(m, text[m.end() :] + after)]
        for match in reversed(found):
            text = text[: match.start()] + text[match.end() :]
            path, line = reporting.location(node, tree, root)
            sentence = f'{match[0]} is not closed, and is left out; write code as ``code``'
            yield Finding(path, line, Severity.WARNING, sentence, 'pdf.html')
        if found:
            node[:] = [nodes.Text(text)]


def _closed(tag: re.Match[str], rest: str) -> bool:
    end = f'</{tag[1]}' if tag[1] else '-->'
    return end.casefold() in rest.casefold()


def glyphs(
    app: Any, tree: nodes.document, folders: tuple[Path, ...], families: tuple[str, ...]
) -> Iterator[Finding]:
    """Characters for which no font has a glyph, each once, with the text where it first stands.

    A sign stands in for each. An edition whose language cannot be written is an error.
    """
    code = app.config.language
    shown = printed(tree)
    whole = ''.join(shown)
    missing = coverage.lacking(whole, folders)
    letters = coverage.unserved(code)
    if not families and letters:
        letters |= coverage.ideographs(whole)  # not in the forms of another country
        first = next((text for text in shown if letters & set(text)), None)
        if first is not None:
            sentence = without_glyph(sorted((missing | letters) & set(whole)), code)
            yield Finding(*written(app, first, tree), Severity.ERROR, sentence, GLYPH)
            return
    left = set(missing)
    for text in shown if missing else ():
        here = sorted(left & set(text))
        left.difference_update(here)
        if here:
            path, line = written(app, text, tree)
            sentence = f'{without_glyph(here, code)}; {stand_in(here[0])} shows instead'
            yield Finding(path, line, Severity.WARNING, sentence, GLYPH)
        if missing & set(text):
            set_sign(text, missing)


def printed(tree: nodes.document) -> list[nodes.Text]:
    """The texts of a tree that are shown."""
    return [text for text in tree.findall(nodes.Text) if not isinstance(text.parent, UNPRINTED)]


def stand_in(char: str) -> str:
    return f'[U+{ord(char):04X}]'


def set_sign(text: nodes.Text, missing: AbstractSet[str]) -> None:
    """Put the stand-ins into a text, each in an element of its own but in code."""
    parts = re.split(f'([{re.escape("".join(sorted(missing)))}])', text)
    signs = (stand_in(part) if part in missing else part for part in parts)
    block = text.parent
    if isinstance(block, nodes.literal_block):
        code = ''.join(signs)
        block.rawsource = block.rawsource.replace(text, code)
        new: list[nodes.Node] = [nodes.Text(code)]
    else:
        new = [
            nodes.inline('', sign, classes=[NO_GLYPH]) if part in missing else nodes.Text(sign)
            for part, sign in zip(parts, signs, strict=True)
            if part
        ]
    block.replace(text, new)


def with_signs(html: str, folders: tuple[Path, ...], letters: AbstractSet[str]) -> str:
    """A page with stand-ins in the words around the text, unless it lacks `letters` of its own.

    Alternative texts need no glyph.
    """
    head, body, rest = html.partition('<body')
    missing = coverage.lacking(_ALT.sub('', rest), folders)
    if not missing or missing & letters:
        return html
    found = re.compile(f'{_ALT.pattern}|[{re.escape("".join(sorted(missing)))}]')
    return head + body + found.sub(lambda m: m[0] if m[0][1:] else stand_in(m[0]), rest)


def without_glyph(characters: list[str], code: str) -> str:
    """The sentence on characters that cannot be printed; the first few by name."""
    named = [f'{char} (U+{ord(char):04X}, {name(char, "unnamed")})' for char in characters[:FEW]]
    more = len(characters) - len(named)
    rest = f' and {more} more here' if more else ''
    plural = 's' * (len(characters) > 1)
    known = next((char for char in characters if coverage.package(char, code)), characters[0])
    return f'no font has the character{plural} {", ".join(named)}{rest}; {remedy(known, code)}'


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
    for complaint in complaints:
        if not (boxed(complaint) or _UNLOADED.match(complaint) or complaint.endswith(_UNSAID)):
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
        yield Finding(path, line, severity, message + reason, PICTURE)


def unprinted(
    missing: Iterable[nodes.Element], tree: nodes.document, root: Any
) -> Iterator[Finding]:
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
        yield Finding('conf.py', 0, Severity.ERROR, message, GLYPH)


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
