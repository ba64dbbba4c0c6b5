"""What an edition wears: its web fonts in `_static`, and the style rules that name them."""

from pathlib import Path
from typing import TYPE_CHECKING

from editions import files
from editions.catalogs import po
from editions.fonts.available import added_folder
from editions.html import characters, sentences, webfonts
from editions.html.webfonts import ASCII
from editions.languages.language import Language
from editions.transforms import metadata, publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

NUMBERING = frozenset('0123456789. ')  # of sections, figures, lines of code


def used_by(app: 'Sphinx') -> dict[str, set[str]]:
    """The characters of an edition by role: its documents' and those of the pages around them."""
    used = characters.together(characters.of(app.env).values())
    words = interface(app)
    used['text'] |= words
    used['sans'] |= words
    used['title'] |= headings()
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


def headings() -> set[str]:
    """The characters of the titles of pages that are not the author's."""
    from sphinx.locale import _

    return set(_('Search') + _('Index'))


def interface(app: 'Sphinx') -> set[str]:
    """The characters that the theme itself writes on a page."""
    from sphinx.locale import _, admonitionlabels

    from editions.transforms import strings

    language = app.config.language
    edited = publication.read(app.builder)
    words = [item.name for item in edited.languages]
    here = publication.current(language, edited)
    words += sentences.vocabulary(edited.source_language, here)
    words += [str(app.config.html_title or ''), metadata.rights(app.config)]
    words += [_(word) for word in ('Index', 'Search', 'previous', 'next', 'Symbols')]
    words += map(str, admonitionlabels.values())
    catalog = strings.FOLDER / strings.borrowed(language) / 'LC_MESSAGES' / 'editions.po'
    if catalog.exists():
        words += (text for message in po.read(catalog).messages for text in message.strings)
    return set(ASCII).union('—×', *words)  # docutils puts a dash before who is quoted


def write(app: 'Sphinx') -> str:
    """Write the fonts of an edition into its `_static`, and return their style rules."""
    used = used_by(app)
    folders = tuple(added_folder(name, Path(app.confdir)) for name in app.config.editions_fonts)
    fonts = webfonts.chosen(used, app.config.language, folders)
    place = Path(app.outdir, '_static', 'fonts')
    for font in fonts:
        if not (path := place / font.file).exists():
            files.write_bytes(path, font.data, durable=False)
    for old in {*place.glob('*.woff2')} - {place / font.file for font in fonts}:
        old.unlink()
    return ''.join(font.rule for font in fonts)


def note_change(app: 'Sphinx', env: 'BuildEnvironment') -> list[str]:
    """Write every page anew where the fonts change: all of them name the style sheet's hash."""
    now = {role: ''.join(sorted(found)) for role, found in used_by(app).items()}
    before, env.editions_faces = getattr(env, 'editions_faces', now), now  # type: ignore[attr-defined]
    return [] if before == now else sorted(env.found_docs)
