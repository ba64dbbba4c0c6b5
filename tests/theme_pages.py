"""Projects whose pages the tests of the theme read."""

from pathlib import Path

from conftest import once, sphinx

HERE = Path(__file__).parent
ADDRESS = 'https://example.org/texts/'
HALF_DONE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Whole"
msgstr "Entero"

msgid "The first paragraph is translated."
msgstr "El primer párrafo está traducido."

#, fuzzy
#| msgid "The second changed."
msgid "The second has changed."
msgstr "El segundo era otro."

msgid "The fourth holds a `link <https://example.org>`_."
msgstr "El cuarto contiene un `enlace."
"""


def half_translated(project: Path) -> None:
    """A project whose Spanish catalog holds a translation of each state."""
    (project / 'conf.py').write_text(
        "project = 'Half'\nextensions = ['editions']\nlocale_dirs = ['locale']\n"
        "gettext_compact = False\nhtml_theme = 'editions'\n"
        "editions_languages = {'en': 'English', 'es': 'Español'}\n"
        f"html_baseurl = '{ADDRESS}'\npdf_documents = [('index', 'half')]\n"
    )
    paragraphs = (
        'The first paragraph is translated.',
        'The second has changed.',
        'The third is not translated.',
        'The fourth holds a `link <https://example.org>`_.',
    )
    (project / 'index.rst').write_text(
        '\n\n'.join(['Whole\n=====', *paragraphs, '.. toctree::\n\n   bare']) + '\n'
    )
    (project / 'bare.rst').write_text('Bare\n====\n\nNothing here is translated yet.\n')
    catalog = project / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    catalog.parent.mkdir(parents=True)
    catalog.write_text(HALF_DONE.lstrip())


def built(place: Path, project: Path, languages: tuple[str, ...], *words: str) -> Path:
    """The pages of a project in our theme, made once for all workers."""
    with once(place):
        if not place.exists():
            for code in languages:
                options = ['-D', 'html_theme=editions', '-D', f'language={code}', *words]
                trees = ['-d', str(place.with_name(f'{place.name}-{code}'))]
                out = place / code.replace('_', '-')
                done = sphinx('html', project, out, '-q', *options, *trees)
                assert done.returncode == 0, done.stderr
    return place
