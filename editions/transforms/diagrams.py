"""Diagrams that a program draws: pictures where it is there, else a finding where they are written.

Without Graphviz, Sphinx writes the source of a diagram as if it were a sentence, and names none
that is meant; Mermaid's are drawn by a browser. On a page the source is a listing here. On paper
and in a book Graphviz and mermaid-cli are asked, and words stand for what they do not draw.
"""

import base64
import html
import mimetypes
import posixpath
import re
import shlex
import shutil
import subprocess
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from editions.findings import Finding, Severity
from editions.project import Format
from editions.transforms import reporting, staging

MERMAID = 'Mermaid'
DRAWN_BY = {'graphviz': 'Graphviz', 'inheritance_diagram': 'Graphviz', 'mermaid': MERMAID}
STANDS_IN = 'no-glyph'  # the class of words in the place of what cannot be shown
FONT = b'"Times,serif"'  # Graphviz' own, where the source names none
OURS = b'"Source Serif 4, Noto Serif SC"'
CODE = 'picture.diagram'  # of a page's finding
HREF = re.compile(rb'(<image [^>]*xlink:href=")([^":]+)"')
# What leads elsewhere or brings a file into a drawing, however it is spelled.
ACTING = re.compile(
    r'\b\w*(?:url|href|target|image|imagepath|shapefile|fontpath|stylesheet|src)["\']?\s*='
    r'|"\s*\+\s*"|\\\r?\n|<\s*img|\bclick\b|%%\{|javascript:',
    re.IGNORECASE,
)
SECONDS = 60
WORDS = 'what it shows'
SCALE = 3  # pixels of a picture of Mermaid to one of the page


def program(node: nodes.Element, config: Any) -> list[str]:
    """The command that draws a node, as conf.py names it; [] for what is no diagram."""
    drawn = drawn_by(node)
    if drawn == 'Graphviz':
        own = (node.get('options') or {}).get('graphviz_dot')
        return [str(own or config.graphviz_dot), *config.graphviz_dot_args]
    command = getattr(config, 'mermaid_cmd', 'mmdc') if drawn else ()
    words = shlex.split(command) if isinstance(command, str) else list(command)
    return [*words, *getattr(config, 'mermaid_params', ())] if words else []


def undrawn(node: nodes.Element, config: Any, *, paper: bool) -> str:
    """Why a diagram will not be a picture, with the remedy; '' where it will."""
    command = program(node, config)
    browser = drawn_by(node) == MERMAID and not paper
    if not command or browser or shutil.which(command[0]):
        return ''
    drawn = drawn_by(node)
    remedy = (
        'install Graphviz, or write in graphviz_dot where it is'
        if drawn == 'Graphviz'
        else 'install mermaid-cli, or write in mermaid_cmd where it is'
    )
    return f'{drawn} draws it, and there is no program {command[0]}; {remedy}'


def refuse(app: Sphinx, doctree: nodes.document) -> None:
    """Show the source's diagram where a translator's file has more than its words."""
    code, source = app.config.language, staging.of(app).source
    for node in list(doctree.findall(nodes.Element)) if source and source.code != code else ():
        name = str(node.get('filename') or '')
        theirs = drawn_by(node) and code in re.split(r'[./_-]', name)
        if theirs and (found := ACTING.search(node['code'])):
            own = Path(app.srcdir, re.sub(rf'[._-]{re.escape(code)}(?=[./_-])', '', name))
            node['code'] = own.read_text('utf-8', 'replace') if own.is_file() else 'graph {}'
            why = f'{found[0].strip()} in {name}; write there what is read, and nothing else'
            where = reporting.location(node, doctree, app.confdir)
            message = f'the diagram of the source is shown: {why}'
            reporting.add(Finding(*where, Severity.ERROR, message, 'picture'))


def list_undrawn(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """On a page: the source as a listing, and a finding."""
    builder = app.builder
    if builder.format != 'html' or builder.name in {Format.PDF.builder, Format.EPUB.builder}:
        return
    for node in list(doctree.findall(nodes.Element)):
        if why := undrawn(node, app.config, paper=False):
            reporting.add(finding(node, doctree, app.confdir, f'no picture: {why}', CODE))
            if code := node.get('code'):
                inside = isinstance(node.parent, nodes.TextElement)
                new = nodes.literal if inside else nodes.literal_block
                node.parent.replace(node, new(code, code, language='dot'))


def pictured(tree: nodes.document, builder: Any) -> tuple[dict[str, str], list[Finding]]:
    """On paper: pictures of diagrams, and words for those that are not drawn; changes the tree.

    Returns the paths of the pictures with their names in the output, and the findings.
    """
    made: dict[str, str] = {}
    found: list[Finding] = []
    for node in list(tree.findall(nodes.Element)):
        if not program(node, builder.config):
            continue
        why, path, code = (
            undrawn(node, builder.config, paper=True),
            Path(),
            f'{builder.name}.diagram',
        )
        if not why and is_drawn(node, builder.config):
            continue
        if not why:
            path, why = draw(node, builder, Path(builder.doctreedir, 'diagrams'))
        if path.is_file():
            made[str(path)] = path.name
            new: nodes.Element = picture(node, path)
            why = why and f'a picture with a fault: {why}'
            if not why and not words_of(node):
                code, why = 'pdf.alt', f'no words; write :alt: {WORDS}'
        else:
            why = f'no picture: {why}'
            new = nodes.inline('', f'[{words_of(node) or drawn_by(node)}]', classes=[STANDS_IN])
        if why:
            found.append(finding(node, tree, builder.confdir, why, code))
        replace(node, new)
    return made, found


def is_drawn(node: nodes.Element, config: Any) -> bool:
    """Whether its own extension makes a picture that a PDF can show."""
    own = getattr(config, 'mermaid_output_format', 'raw') != 'raw'
    return 'code' not in node or (own and drawn_by(node) == MERMAID)


def draw(node: nodes.Element, builder: Any, folder: Path) -> tuple[Path, str]:
    """Draw a diagram into a folder: its path, and what the program says.

    Where it drew nothing there is no such file. It is run where its document lies, or its own
    file, as Sphinx runs it: pictures that it names are found from there, and stand within it.
    """
    command, code = program(node, builder.config), str(node['code']).encode()
    place = (node.get('options') or {}).get('docname', '')
    near = posixpath.dirname(str(node.get('filename') or place))
    beside = Path(builder.srcdir, near)
    name = sha256(repr((command, code, near)).encode()).hexdigest()[:16]
    folder.mkdir(exist_ok=True)
    mermaid = drawn_by(node) == MERMAID
    path = folder / (f'mermaid-{name}.png' if mermaid else f'graphviz-{name}.svg')
    source = path.with_suffix('.txt')
    source.write_bytes(code)
    path.unlink(missing_ok=True)
    options = [f'-o{path}', f'-i{source}', f'-s{SCALE}'] if mermaid else [f'-o{path}', '-Tsvg']
    try:
        done = subprocess.run(
            [*found(command), *options, *([] if mermaid else [str(source)])],
            capture_output=True, timeout=SECONDS, check=False, cwd=beside,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return path, f'{command[0]} failed ({error})'
    words = ' '.join(done.stderr.decode('utf-8', 'replace').split())
    said = f'{command[0]} says: {words[:200]}'
    if done.returncode or not path.is_file():
        path.unlink(missing_ok=True)
        return path, said
    if not mermaid:
        drawn = path.read_bytes().replace(FONT, OURS)
        path.write_bytes(HREF.sub(partial(embedded, beside, Path(builder.srcdir)), drawn))
    return path, said if words and not mermaid else ''


def found(command: list[str]) -> list[str]:
    """A command whose program is found from any folder."""
    return [str(Path(shutil.which(command[0]) or command[0]).absolute()), *command[1:]]


def embedded(beside: Path, source: Path, found: re.Match[bytes]) -> bytes:
    """The address of a picture in a drawing of Graphviz, as the picture itself."""
    path = (beside / html.unescape(found[2].decode('utf-8', 'replace'))).resolve()
    kind = mimetypes.guess_type(path.name)[0] or ''
    inside = path.is_relative_to(source.resolve())  # no other file of the machine
    if not inside or not kind.startswith('image/') or not path.is_file():
        return found[0]
    data = base64.b64encode(path.read_bytes())
    return found[1] + f'data:{kind};base64,'.encode() + data + b'"'


def picture(node: nodes.Element, path: Path) -> nodes.image:
    """The picture of a diagram; its words are those of the author, or of its caption."""
    words = words_of(node) or drawn_by(node)
    image = nodes.image('', uri=str(path), alt=words, candidates={'?': ''})
    if path.suffix == '.png':
        from PIL import Image

        with Image.open(path) as opened:
            image['width'] = f'{opened.width // SCALE}px'
    return image


def drawn_by(node: nodes.Element) -> str:
    return DRAWN_BY.get(type(node).__name__, '')


def words_of(node: nodes.Element) -> str:
    """What a diagram shows: `:alt:` or its caption."""
    caption = [each.astext() for each in node.parent.children if isinstance(each, nodes.caption)]
    return str(node.get('alt') or ''.join(caption))


def replace(node: nodes.Element, new: nodes.Element) -> None:
    inside = isinstance(node.parent, nodes.TextElement) or isinstance(new, nodes.image)
    node.parent.replace(node, new if inside else nodes.paragraph('', '', new))


def finding(node: nodes.Element, tree: nodes.document, root: Any, why: str, code: str) -> Finding:
    path, line = reporting.location(node, tree, root)
    line = line or line_of(node, Path(root, path))
    return Finding(path, line, Severity.WARNING, f'the diagram has {why}', code)


def line_of(node: nodes.Element, path: Path) -> int:
    """The line in which a diagram begins, or its file is named: Sphinx notes none."""
    code = str(node.get('filename') or node.get('code', ''))
    wanted = {line.strip() for line in code.rpartition('/')[2].splitlines()} - {''}
    lines = path.read_text('utf-8', 'replace').splitlines() if path.is_file() else []
    exact = (n for n, line in enumerate(lines, 1) if line.strip() in wanted)
    held = (n for n, line in enumerate(lines, 1) if any(each in line for each in wanted))
    return next(exact, next(held, 0))


def setup(app: Sphinx) -> None:
    app.connect('doctree-read', refuse)
    app.connect('doctree-resolved', list_undrawn)
