"""The web fonts of an edition, each cut to the characters that the edition shows in it.

The characters of a document are gathered while it is read, by the role that decides the font.
The fonts are written inside the HTML build, before the hashes of its assets are taken. A file's
name holds the hash of what it draws, so a server may let it be kept for ever; the style sheet
names the files, so its own hash changes with them.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.locale import _, admonitionlabels

from editions import files
from editions.catalogs.wording import packaged
from editions.conf import rights
from editions.fonts import coverage, woff2
from editions.fonts.available import added_folder, font_files
from editions.fonts.packing import Packing
from editions.fonts.theme import FOLDER, FONTS, RULE, ThemeFont
from editions.html import sentences
from editions.languages.language import Language
from editions.transforms import metadata, published, staging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Kinds = tuple[type[nodes.Node], ...]

ASCII = frozenset(map(chr, range(0x20, 0x7F)))
LATIN_END = '\u0250'  # what follows Latin Extended-B
NUMBERING = frozenset('0123456789. ')  # of sections, figures, lines of code

# How the theme sets what stands inside a node (styles/type.css).
ROLES: dict[str, Kinds] = {
    'title': (),  # h1
    'italic': (nodes.emphasis, nodes.title_reference, addnodes.literal_emphasis),
    'bold': (nodes.strong, nodes.term, nodes.rubric, addnodes.literal_strong),
    'code': (nodes.literal, nodes.literal_block, nodes.doctest_block, addnodes.desc_signature),
    'sans': (nodes.title, nodes.caption, nodes.table, nodes.field_name),
    'heavy': (nodes.thead, nodes.entry, nodes.field_name, nodes.caption, addnodes.desc_signature),
}

Used = dict[str, frozenset[str]]


class Characters(EnvironmentCollector):
    """Keeps, for each document, the characters of each role in `env.editions_characters`."""

    def clear_doc(self, app: 'Sphinx', env: 'BuildEnvironment', docname: str) -> None:
        by_document(env).pop(docname, None)

    def merge_other(
        self, app: 'Sphinx', env: 'BuildEnvironment', docnames: Set[str], other: 'BuildEnvironment'
    ) -> None:
        by_document(env).update(
            {name: used for name, used in by_document(other).items() if name in docnames}
        )

    def process_doc(self, app: 'Sphinx', doctree: nodes.document) -> None:
        by_document(app.env)[app.env.current_document.docname] = gathered(doctree)


def by_document(env: 'BuildEnvironment') -> dict[str, Used]:
    if not hasattr(env, 'editions_characters'):
        env.editions_characters = {}  # type: ignore[attr-defined]
    characters: dict[str, Used] = env.editions_characters  # type: ignore[attr-defined]
    return characters


def gathered(doctree: nodes.document) -> Used:
    """The characters of a document, by role; all of them have the role `text` too."""
    found = {'text': set(doctree.astext())}
    for role, kinds in ROLES.items():
        inside = (node for node in doctree.findall() if isinstance(node, kinds))
        found[role] = set().union(*(node.astext() for node in inside))
    for title in doctree.findall(nodes.title):
        boxed = isinstance(title.parent, nodes.Admonition | nodes.topic | nodes.sidebar)
        role = 'heavy' if boxed else 'title' if first(title) else 'bold'
        found[role].update(title.astext())
    boxes = (each for each in doctree.findall(nodes.Element) if isinstance(each, nodes.Admonition))
    for box in boxes:
        found['heavy'].update(str(admonitionlabels.get(box.tagname, '')))
    for node in doctree.findall(nodes.image):
        found['text'].update(node.get('alt', ''))
    for entry in indexed(doctree):
        found['text'].update(entry)
        found['bold'].update(entry[:1].upper())  # stands above those that begin with it
    return {role: frozenset(characters) for role, characters in found.items()}


def indexed(doctree: nodes.document) -> Iterator[str]:
    """What a document puts into the index, which stands on a page of its own."""
    for node in doctree.findall(addnodes.index):
        for entry in node['entries']:
            yield from (part.strip() for part in entry[1].split(';'))


def first(title: nodes.title) -> bool:
    return isinstance(title.parent, nodes.section | nodes.document) and not isinstance(
        title.parent.parent, nodes.section
    )


def used_by(app: 'Sphinx') -> dict[str, set[str]]:
    """The characters of an edition by role: its documents' and those of the pages around them."""
    used: dict[str, set[str]] = {role: set() for role in ('text', *ROLES)}
    for document in by_document(app.env).values():
        for role, characters in document.items():
            used[role] |= characters
    words = interface(app)
    used['text'] |= words
    used['sans'] |= words
    used['title'] |= set(_('Search') + _('Index'))  # titles that are not the author's
    if Language(app.config.language).chinese:  # Chinese stresses by Hei, Latin within it by a sans
        used['heavy'] |= used['title'] | used['bold'] | used['italic']
    for role in used.keys() - {'text', 'sans'}:
        if used[role]:
            used[role] |= NUMBERING
    if app.config.numfig:  # captions, and the text that refers to them
        named = set().union(*map(str, app.config.numfig_format.values()))
        for role in ('text', 'sans', 'heavy'):
            used[role] |= named
    return used


def interface(app: 'Sphinx') -> set[str]:
    """The characters that the theme itself writes on a page."""
    language = app.config.language
    edited = published.read_project(app.builder)
    words = [item.name for item in edited.languages]
    here = published.current_language(language, edited)
    words += sentences.vocabulary(edited.source_language, here)
    others = {each for pair in edited.pairs if here in pair.languages for each in pair.languages}
    words += [sentences.name_of(each, here) for each in others]
    words += [str(app.config.html_title or ''), rights(app.config.copyright)]
    words += staging.of(app).names
    words += [_(word) for word in ('Index', 'Search', 'previous', 'next', 'Symbols')]
    words += map(str, admonitionlabels.values())
    words += packaged(Language(language)).values()
    return set(ASCII).union('—×…·', *words)  # docutils puts a dash before who is quoted


LATIN_FEATURES = ('kern', 'liga', 'calt', 'ccmp', 'locl', 'mark', 'mkmk', 'onum', 'lnum', 'pnum')
HAN_FEATURES = ('chws', 'halt', 'kern', 'locl', 'ccmp')


def wanted(font: ThemeFont, used: Mapping[str, set[str]], language: str) -> set[str]:
    """What a font is to draw of the characters that an edition uses, by role."""
    characters: set[str] = set().union(*(used.get(role, ()) for role in font.roles))
    mine = {c for c in characters if c.isprintable() and is_han(c, language) == font.han}
    if not font.han:
        mine |= characters & coverage.HAN_MARKS  # for passages in another language
    return mine


def is_han(character: str, language: str) -> bool:
    """Whether a character is set from the Chinese font."""
    return character >= '\u2e80' or (Language(language).chinese and character in coverage.HAN_MARKS)


@dataclass(frozen=True)
class WebFont:
    family: str
    name: str
    weight: int
    style: str
    data: bytes  # WOFF2
    characters: frozenset[str]
    drawn: str  # a hash of what it draws, which stays when it is packed again

    @property
    def file(self) -> str:
        return f'{self.name}.{self.drawn}.woff2'

    @property
    def rule(self) -> str:
        """Its @font-face rule, for a style sheet beside the folder `fonts`."""
        return RULE.format(self.family, self.weight, self.style, self.file)


def chosen(
    used: Mapping[str, set[str]],
    language: str,
    folders: tuple[Path, ...],
    names: str = '',
    packing: Packing = Packing(),  # noqa: B008 (it is frozen)
) -> list[WebFont]:
    """The fonts that draw an edition; `used` holds its characters by role.

    `names` are those of the languages in Simplified Chinese, as they stand in menus.

    In a Simplified Chinese edition the theme's fonts come first; in any other the project's own
    come before the theme's Chinese ones, which draw no more than `names` where the edition is in
    Traditional Chinese or Japanese: no text is set in the forms of another country.
    """
    latin = list(made(used, language, packing, han=False))
    rest = {c for c in used['text'] if c.isprintable()}.difference(*(f.characters for f in latin))
    if Language(language).simplified:
        chinese = list(made(used, language, packing, han=True))
        rest = rest.difference(*(font.characters for font in chinese))
        return [*latin, *chinese, *added(folders, rest, packing)]
    own = list(added(folders, rest, packing))
    drawn: set[str] = set().union(*(font.characters for font in own))
    left = {role: characters - drawn for role, characters in used.items()}
    if Language(language).ideographic:
        left = {role: characters & set(names) for role, characters in used.items()}
    return [*latin, *own, *made(left, language, packing, han=True)]


def made(
    used: Mapping[str, set[str]], language: str, packing: Packing, *, han: bool
) -> Iterator[WebFont]:
    """The fonts of the theme for one script, each cut to what the edition uses of it."""
    for font in FONTS:
        covered = coverage.code_points(font.path) if font.han == han else frozenset()
        held = frozenset(c for c in wanted(font, used, language) if ord(c) in covered)
        if held - {' '}:
            yield web_font(font, held, packing)


def web_font(font: ThemeFont, held: frozenset[str], packing: Packing) -> WebFont:
    features = HAN_FEATURES if font.han else LATIN_FEATURES
    style = 'Italic' if font.style == 'italic' else 'Regular'
    data = woff2.cut(font.path, held, features, font.axes)
    packed = packing.packed(data, font.family, font.name, style)
    return WebFont(
        font.family, font.name, font.weight, font.style, packed, held, files.digest(data)[:10]
    )


def added(folders: tuple[Path, ...], rest: set[str], packing: Packing) -> Iterator[WebFont]:
    """The project's own fonts, for what the theme's lack; each takes what it can draw."""
    for path in font_files(folders):
        covered = coverage.code_points(path)
        held = frozenset(c for c in rest if ord(c) in covered)
        if held - ASCII:
            rest = rest - held
            data = woff2.cut(path, held, (), {})
            name = ''.join(filter(str.isalnum, path.stem)).lower()
            packed = packing.packed(data, 'Editions Added', name, 'Regular')
            yield WebFont(
                'Editions Added', name, 400, 'normal', packed, held, files.digest(data)[:10]
            )


def folders(app: 'Sphinx') -> tuple[Path, ...]:
    """Where the fonts are that conf.py adds by `editions_fonts`. Raises UserError."""
    return tuple(added_folder(name, Path(app.confdir)) for name in app.config.editions_fonts)


def is_cited(app: 'Sphinx') -> bool:
    """Whether a page says how it is cited, for programs, too."""
    documents = (each.docname for each in published.read_project(app.builder).documents)
    known = (name for name in documents if name in app.env.all_docs)
    return any(metadata.of(app.env, name).author for name in known)


def of_edition(app: 'Sphinx', titles: str = '', *, cited: bool = False) -> list[WebFont]:
    """The fonts of the running build, cut to all that it shows; `titles` are more of ours, and
    what is `cited` stands in the font of code.
    """
    used = used_by(app)
    used['code'] |= {c for c in used['text'] if c < LATIN_END} if cited else set()
    for role in ('title', 'bold'):
        used[role] |= set(titles)
    listed = published.read_project(app.builder).languages
    names = ''.join(each.name for each in listed if each.simplified)
    packing = Packing(Path(app.doctreedir, 'packed'), app.builder.name)
    return chosen(used, app.config.language, folders(app), names, packing)


def write(app: 'Sphinx') -> str:
    """Write the fonts of an edition into its `_static`, and return their style rules."""
    fonts = of_edition(app, cited=is_cited(app))
    folder = Path(app.outdir, FOLDER)
    for font in fonts:
        if not (path := folder / font.file).exists():
            files.write_bytes(path, font.data, durable=False)
    for old in {*folder.glob('*.woff2')} - {folder / font.file for font in fonts}:
        old.unlink()
    return ''.join(font.rule for font in fonts)


def note_change(app: 'Sphinx', env: 'BuildEnvironment') -> list[str]:
    """Write every page again where the fonts change: all of them name the style sheet's hash."""
    now = {role: ''.join(sorted(found)) for role, found in used_by(app).items()}
    before, env.editions_faces = getattr(env, 'editions_faces', now), now  # type: ignore[attr-defined]
    return [] if before == now else sorted(env.found_docs)
