"""Pictures that no edition can show, and those that are too large to send to readers.

Sphinx warns of a file that is not there and builds a page with a hole; of one that is broken or
has too many pixels nothing is said before it is missing on paper. Here every picture of the
source is opened once, when its document is read.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from editions.findings import Finding, Severity
from editions.transforms import reporting, staging

CODE = 'picture'  # of a finding that a picture does not show
KEY = 'editions_pictures'  # of env.metadata: the findings of a document
IMAGES = '_images'  # Sphinx's folder of pictures
LARGE_MB = 5
ACTIVE = ('script', 'foreignobject', 'handler', 'iframe', 'embed', 'object', 'audio', 'video')
# Addresses in a drawing that lead to itself, or hold a picture; and what else a style sheet may ask
# for, where an escape may spell anything.
WITHIN = re.compile('#|data:image/(?:png|jpeg|gif|webp|avif)[;,]|$')
LOADED = re.compile(r'@import|\\|image-set|url\(["\'\s]*+(?!#|data:image/[pjgwa])', re.IGNORECASE)
RASTER = ('.avif', '.bmp', '.gif', '.ico', '.jpeg', '.jpg', '.png', '.tif', '.tiff', '.webp')


def inspect(app: Sphinx, doctree: nodes.document) -> None:
    """Note what is wrong with the pictures of a document; after Sphinx has found their files."""
    docname = app.env.current_document.docname
    app.env.metadata[docname][KEY] = list(findings(app, doctree))


def findings(app: Sphinx, doctree: nodes.document) -> Iterator[Finding]:
    """The findings on each file of each picture that is not on another site."""
    for image in doctree.findall(nodes.image):
        candidates: dict[str, str] = image.get('candidates') or {}
        for kind, name in candidates.items():
            if kind != '?':
                path, line = reporting.location(image, doctree, app.confdir)
                theirs = is_translated(app, image, name)
                for severity, sentence, code in judged(Path(app.srcdir, name), theirs):
                    image['unreadable'] = severity is Severity.ERROR
                    yield Finding(path, line, severity, f'the picture {name} {sentence}', code)


def is_translated(app: Sphinx, image: nodes.image, name: str) -> bool:
    """Whether a picture is its language's own, by translators: another than the source names, or
    one that is called by the language.
    """
    code, source = app.config.language, staging.of(app).source
    if source and code == source.code:
        return False
    docname = app.env.current_document.docname
    written = app.env.relfn2path(image.get('original_uri', '/' + image['uri']), docname)[0]
    own = re.fullmatch(re.escape(written).replace(r'\*', r'[^./]+'), name)
    return not own or code in re.split(r'[./_-]', name)


def judged(path: Path, translated: bool = False) -> Iterator[tuple[Severity, str, str]]:
    """What is wrong with a file, as the rest of a sentence on it, and the finding's code."""
    if reason := unreadable(path) or (translated and path.suffix.lower() == '.svg' and power(path)):
        yield Severity.ERROR, f'cannot be loaded: {reason}', CODE
    elif (size := path.stat().st_size / 1e6) > LARGE_MB:
        sentence = (
            f'has {size:.0f} MB, which every reader loads; save it with fewer pixels '
            '(2000 across fill a page) or as JPEG'
        )
        yield Severity.WARNING, sentence, 'picture.large'


def unreadable(path: Path) -> str:
    """Why a file shows no picture, with the remedy; '' where it does, or it is not known here."""
    if not path.is_file():
        return 'there is no such file; add it, or correct its name'
    try:
        if path.suffix.lower() == '.svg':
            ElementTree.parse(path)  # noqa: S314 (the project's own file)
        elif path.suffix.lower() in RASTER:
            open_raster(path)
    except ElementTree.ParseError as error:
        return f'it is no SVG ({error})'
    except OSError as error:  # Pillow's word for what it does not know, too
        return f'it is no picture that can be read ({" ".join(str(error).split())[:80]})'
    except (SyntaxError, ValueError) as error:  # Pillow's for a broken one
        return str(error)
    return ''


def power(path: Path) -> str:
    """What a reader who opens an SVG by itself would run, load or follow of it; '' where it only
    draws. Declarations are refused: browsers expand what expat does not.
    """
    found: list[str] = []
    around: list[str] = []

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        space, _, tag = name.lower().rpartition(' ')
        around.append(tag)
        if tag in ACTIVE or space.endswith('xhtml'):
            found.append(f'a <{tag}>')
        found.extend(f'{key}="{value[:30]}"' for key, value in acting(attributes))

    def doctype(_name: str, _system: object, _public: object, inside: int) -> None:
        found.extend(['declarations in its <!DOCTYPE>'] * bool(inside))

    def text(words: str) -> None:
        found.extend(LOADED.findall(words)[:1] if around[-1] == 'style' else ())

    parser = expat.ParserCreate(namespace_separator=' ')
    parser.buffer_text = True  # a style sheet comes in one piece
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: around.pop()
    parser.CharacterDataHandler = text
    parser.ProcessingInstructionHandler = lambda name, _: found.append(f'a <?{name}?>')
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(path.read_bytes(), True)
    return f'it has {found[0]}; save it without' if found else ''


def acting(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The attributes of an element of an SVG that do more than draw; a name may have a space."""
    for name, value in attributes.items():
        space, _, key = name.lower().rpartition(' ')
        text = ''.join(value.split()).lower()
        if space and not space.endswith(('xlink', 'namespace')):  # an editor's
            continue
        leads = key in ('href', 'src', 'base') and not WITHIN.match(text)
        changed = text.rpartition(':')[2] if key == 'attributename' else key
        changes = changed.startswith('on') or (key != changed and changed in ('href', 'src'))
        if leads or changes or 'javascript:' in text or LOADED.search(value):
            yield key, value


def open_raster(path: Path) -> None:
    """Read a picture's head and check its parts. Raises OSError, SyntaxError or ValueError."""
    from PIL import Image  # where there are pictures

    with warnings.catch_warnings():
        warnings.simplefilter('ignore', Image.DecompressionBombWarning)
        try:
            with Image.open(path) as image:
                image.verify()
        except Image.DecompressionBombError as error:
            most = 2 * (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
            raise ValueError(
                f'it has more than {most} million pixels; save it with fewer (2000 across '
                'fill a page)'
            ) from error


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Report all of them; the words of its alternative text show where a picture does not."""
    if app.builder.name == 'gettext':
        return
    facts: list[Any] = [env.metadata.get(name, {}).get(KEY) or [] for name in sorted(env.all_docs)]
    for finding in (finding for each in facts for finding in each):
        reporting.add(finding)


def link_twin(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """A picture that links to its own file links to the one that its language has of it."""
    names = {name for _, name in app.env.images.values()}
    for image in doctree.findall(nodes.image):
        link = image.parent
        folder, _, name = str(link.get('refuri', '')).rpartition('/')
        twin = app.env.images.get(image['uri'], ((), ''))[1]
        stem = name.partition('.')[0]
        if folder.endswith(IMAGES) and name not in names and twin.startswith(f'{stem}.'):
            link['refuri'] = f'{folder}/{twin}'


def setup(app: Sphinx) -> None:
    app.connect('doctree-read', inspect, priority=900)  # after Sphinx's own collector
    app.connect('env-updated', check)
    app.connect('doctree-resolved', link_twin)
