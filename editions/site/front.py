"""The pages outside the editions: the first page, which offers the languages, and the 404 pages.

The first page is right without JavaScript and without a server that negotiates: every language
is there in its own words. A 404 page is shown at any depth, so its paths start from the path of
the site's address.

Such a page shows every script that the site is written in, and is often asked for before
anything else: its fonts are cut to what stands on it, a few kilobytes.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import editions
from editions import files
from editions.checks.wordings import wording_of
from editions.conf import rights, value_of
from editions.fonts import available, coverage
from editions.fonts.theme import HEI, SERIF, SONG
from editions.languages.language import Language
from editions.project import FILES, Format, Project, site_path
from editions.site import pages

EVERY: tuple[str, ...] = ()  # the letters of some scripts, such as Arabic, join by features
FEATURES = ('kern', 'liga', 'ccmp', 'locl', 'mark', 'onum', 'chws', 'halt')

RULE = """@font-face {{
  font-family: "{family}";
  src: url("{address}") format("truetype");
  font-display: swap;
}}
"""


def style(
    project: Project, texts: Mapping[Language, str], titles: str = ''
) -> tuple[str, dict[str, bytes]]:
    """The @font-face rules for texts, and the font files by the name that the rules use.

    The families are "Front Serif", "Front Song" for Simplified Chinese, "Front Hei" for `titles`
    in it, and "Front Added" for what fonts of the project draw. One that comes late moves
    nothing: every ideograph is one em wide, and the theme sets the machine's fonts to the
    measures of the Latin one.
    """
    rules, made = '', {}
    for family, data in _fonts(project, texts, titles):
        name = f'{family.replace(" ", "-").lower()}-{files.digest(data)[:10]}.ttf'
        made[name] = data
        rules += RULE.format(family=family, address=name)
    return rules, made


def inline_style(project: Project, texts: Mapping[Language, str]) -> str:
    """The same rules with the fonts inside them, for a page that is one file."""
    return ''.join(
        RULE.format(family=family, address=f'data:font/ttf;base64,{b64encode(data).decode()}')
        for family, data in _fonts(project, texts)
    )


def _fonts(
    project: Project, texts: Mapping[Language, str], titles: str = ''
) -> Iterator[tuple[str, bytes]]:
    """A part of each font that draws some of the letters, under its family.

    Fonts of the project come before our Chinese one but in Simplified Chinese: Japanese is not
    set in Chinese forms. Raises UserError where conf.py names fonts that are not there.
    """
    from editions.fonts import woff2

    names: Iterable[str] = value_of(project.settings, 'editions_fonts')
    folders = (available.added_folder(name, project.root) for name in names)
    added = tuple(available.font_files(folders))
    letters = {c for text in texts.values() for c in text if c.isprintable()}
    chinese = letters & {c for each, text in texts.items() if each.simplified for c in text}
    serif, song, hei = (font.path for font in (SERIF, SONG, HEI))
    own = {letter for letter in chinese if ord(letter) in coverage.code_points(song)}
    wanted = [('Front Serif', serif, letters)]
    wanted += [('Front Added', path, letters - own) for path in added]
    left = set(letters)
    for family, path, some in [*wanted, ('Front Song', song, letters)]:
        mine = some & left | (chinese & coverage.HAN_MARKS if path == song else set())
        drawn = {letter for letter in mine if ord(letter) in coverage.code_points(path)}
        if drawn - {' '}:
            left -= drawn
            features = EVERY if path in added else FEATURES
            yield family, woff2.cut(path, drawn, features, SERIF.axes if path == serif else {})
    if han := {c for c in titles if c != ' ' and ord(c) in coverage.code_points(hei)}:
        yield 'Front Hei', woff2.cut(hei, han, FEATURES, {})


TEMPLATES = Path(editions.__file__).parent / 'templates'
THEME = Path(editions.__file__).parent / 'themes' / 'editions'


@dataclass(frozen=True)
class Choice:
    """One language as the pages outside the editions offer it, in its own words."""

    language: Language
    site: str  # the name of the whole, as our theme's running head says it
    title: str
    title_tag: str  # the language of a title that is not translated yet, else ''
    author: str
    year: str
    page: str  # path below the site
    listed: bool  # False where search engines are sent to another language's page
    files: tuple[tuple[Format, str, str], ...]  # with its path below the site, what is said of it
    words: str  # the tag of the language of the following, our own words: 'en' where we lack it
    choose: str
    missing: str
    explain: str

    @property
    def letters(self) -> str:
        """Every character that the pages show of the language."""
        shown = (self.language.name, self.title, self.author, self.year, self.choose, self.missing)
        forms = (form.value.upper() for form, _path, _words in self.files)
        return ''.join((*shown, self.explain, *forms))


def front_pages(project: Project, site: Path) -> dict[str, bytes]:
    """Paths below the site and their content, for the languages that `site` holds.

    Where there is one language only, there is nothing to choose, and `/` leads to it.
    A 404 page that an edition brings itself is left alone.
    """
    choices = [choice(project, language, site) for language in pages.languages(project, site)]
    if not choices:
        return {}
    name = '' if choices[0].site == choices[0].title else choices[0].site
    around: dict[str, Any] = {'name': name, 'rights': _rights(project)}
    assets, made = _assets(project, choices, '404©+' + ''.join(around.values()))
    home = project.home
    pairs = [e for e in project.paired_pages if (site / e.tag / home).is_file()]
    around['pairs'] = [
        (each.languages, quote(f'{each.tag}/{home}'), tuple(_paired(project, each.tag, site)))
        for each in pairs
    ]
    made['index.html'] = _first(project, choices, assets, around)
    made['404.html'] = _missing(project, choices[0], choices, assets)
    for each in choices:
        if not pages.is_brought(project, each.language, '404.html'):
            path = site_path(each.language, '404.html')
            made[path] = _missing(project, each, [each], assets)
    return made


def choice(project: Project, language: Language, site: Path) -> Choice:
    """What the finished edition of a language says of itself."""
    say = wording_of(project, language)
    path = site_path(language, project.home)
    page = pages.Page(language, path, (site / path).read_bytes())
    head = page.tree.css_first('.masthead .running')
    return Choice(
        language,
        site=pages.text_of(head) if head else str(project.settings.get('project') or ''),
        title=page.title,
        title_tag=page.title_tag,
        author=page.author,
        year=page.written[:4],
        page=quote(path),
        listed=not pages.sent_elsewhere(project, page, site),
        files=tuple(_files(project, language, site, say)),
        words=language.tag if say('Choose a language') != 'Choose a language' else 'en',
        choose=say('Choose a language'),
        missing=say('Page not found'),
        explain=say('There is no page at this address; it may have moved. Start here:'),
    )


def _files(
    project: Project, language: Language, site: Path, say: Callable[[str], str]
) -> Iterator[tuple[Format, str, str]]:
    """The PDF and the EPUB of the first page. Those of a collection have links on their pages."""
    for form in FILES:
        for owner, document, path in pages.papers(project, site, form):
            if owner == language and f'{document.docname}.html' == project.home:
                yield form, quote(path), say(form.invitation)


def _paired(project: Project, tag: str, site: Path) -> Iterator[tuple[Format, str]]:
    """The same of a pair."""
    for form in FILES:
        for owner, document, path in pages.all_papers(project, site, form):
            if owner.tag == tag and f'{document.docname}.html' == project.home:
                yield form, quote(path)


def _first(
    project: Project, choices: list[Choice], assets: Mapping[str, str], around: dict[str, Any]
) -> bytes:
    only = choices[0]
    if not choices[1:]:
        address = project.baseurl and project.baseurl + only.page
        return render(
            'moved.html', tag=only.language.tag, name=only.title, target=only.page, address=address
        )
    return render(
        'front.html',
        source=only,
        invitations=_invitations(choices),
        choices=choices,
        address=project.baseurl,
        assets=assets,
        **around,
    )


def _invitations(choices: Iterable[Choice]) -> list[Choice]:
    """One choice for each language that our own words are in."""
    first: dict[str, Choice] = {}
    for each in choices:
        first.setdefault(each.words, each)
    return list(first.values())


def _rights(project: Project) -> str:
    """conf.py's copyright, where it is to be shown."""
    settings = project.settings
    if not settings.get('html_show_copyright', True):
        return ''
    return rights(settings.get('copyright') or settings.get('project_copyright'))


def _missing(
    project: Project, page: Choice, choices: list[Choice], assets: Mapping[str, str]
) -> bytes:
    base = base_path(project)
    invitations = _invitations(choices)
    return render(
        'missing.html',
        page=page,
        invitations=invitations,
        choices=choices,
        base=base,
        assets=assets,
    )


def base_path(project: Project) -> str:
    """The path of the site's address: '/' or '/folder/'."""
    return urlsplit(project.baseurl).path or '/'


def _assets(
    project: Project, choices: list[Choice], around: str
) -> tuple[dict[str, str], dict[str, bytes]]:
    """What the pages ask for. Each name carries a hash, so the files are kept for ever.

    `around` is what stands on the pages beside what is said of each language.
    """
    look = [THEME / 'styles' / 'fallbacks.css', THEME / 'styles' / 'colour.css']
    look.append(TEMPLATES / 'site' / 'front.css')
    texts = {each.language: each.letters + around for each in choices}
    titles = ''.join(each.title + each.missing for each in choices if each.language.simplified)
    rules, fonts = style(project, texts, titles)
    sheet = '\n'.join([rules, *(path.read_text('utf-8') for path in look)])
    script = (TEMPLATES / 'site' / 'front.js').read_bytes()
    icon = (THEME / 'static' / 'icon.svg').read_bytes()
    named, made = {}, {f'_static/{name}': data for name, data in fonts.items()}
    for stem, kind, data in (
        ('front', 'css', sheet.encode()),
        ('front', 'js', script),
        ('icon', 'svg', icon),
    ):
        named[kind] = f'_static/{stem}-{files.digest(data)[:10]}.{kind}'
        made[named[kind]] = data
    return named, made


def render(template: str, **values: Any) -> bytes:
    """A page from a template of ours; values are escaped."""
    text: str = environment('site').get_template(template).render(values)
    return (text + '\n').encode()


@lru_cache
def environment(folder: str, *, markup: bool = True, trim: bool = False) -> Any:
    """The templates of a folder below templates/; a server's settings are no markup."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # 30 ms, for few paths

    return Environment(
        loader=FileSystemLoader(TEMPLATES / folder),
        autoescape=markup,  # noqa: S701
        trim_blocks=trim,
        lstrip_blocks=trim,
        keep_trailing_newline=not markup,
        undefined=StrictUndefined,
    )
