"""Our own strings: domain `editions`, in every language, before the project's own wording.

In Python `_('Download the PDF')`, in templates `{{ _e('Download the PDF') }}`.
"""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import locale, package_dir
from sphinx.application import Sphinx

from editions import files
from editions.catalogs import po
from editions.catalogs.po.mo import compile_mo
from editions.languages.language import Language, of_tag

DOMAIN = 'editions'
ENGLISH = Language('en', 'English')
FOLDER = Path(__file__).parent.parent / 'locale'

_ = locale.get_translation(DOMAIN)


def load(app: Sphinx, staged: Path) -> None:
    """Register the strings. The first catalog wins, so the project's staged one comes first."""
    locale.translators.pop(('general', DOMAIN), None)  # a second build in one process
    locale.init([staged], app.config.language, DOMAIN)
    language = borrowed(app.config.language)
    locale.init([compiled(language, staged / 'ours')], language or 'en', DOMAIN)
    load_own_wording(app, staged)


def load_own_wording(app: Sphinx, staged: Path) -> None:
    """Let a project's own sphinx.po speak before Sphinx's, which had none of it to read."""
    if (staged / app.config.language / 'LC_MESSAGES' / 'sphinx.mo').is_file():
        locale.translators.pop(('general', 'sphinx'), None)
        folders = [staged, None, package_dir / 'locale']
        app.translator, _ = locale.init(folders, app.config.language)


def borrowed(code: str) -> str:
    """The language of our catalogs whose strings a language has; '' where it has none."""
    return Language(code).borrowed(path.parent.name for path in FOLDER.glob('*/LC_MESSAGES'))


def compiled(language: str, staged: Path) -> Path:
    """The folder of our .mo files; in a checkout whose .po is newer it is compiled aside."""
    name = Path(language, 'LC_MESSAGES', f'{DOMAIN}.po')
    source, target = FOLDER / name, (FOLDER / name).with_suffix('.mo')
    if not source.exists():
        return FOLDER
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return FOLDER
    catalog = po.read(source)
    data = compile_mo(catalog.messages, language, catalog.header)
    files.write_bytes((staged / name).with_suffix('.mo'), data, durable=False)
    return staged


def offer(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Give every template `_e`, which looks a string up in our domain."""
    context['_e'] = locale.get_translation(DOMAIN)


def spoken(language: Language) -> Language:
    """The language of our own words in an edition: English where nobody has translated them."""
    return language if language.base == 'en' or _('Contents') != 'Contents' else ENGLISH


def attributes(language: Language, around: Language) -> str:
    """`lang` and `dir` of an element in a language, as far as they differ from what is around."""
    if language.tag == around.tag:
        return ''
    direction = f' dir="{language.direction}"' if language.direction != around.direction else ''
    return f' lang="{language.tag}"{direction}'


def language_of(node: Any) -> Language | None:
    """The language that a node names by docutils' class `language-pt-br`."""
    classes: list[str] = node.get('classes', []) if isinstance(node, nodes.Element) else []
    tag = next((name[9:] for name in classes if name.startswith('language-')), '')
    return of_tag(tag) if tag else None
