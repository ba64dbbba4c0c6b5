"""What readers see of a paragraph that is outdated, untranslated or false."""

import re
from pathlib import Path

from conftest import editions
from docutils import nodes
from selectolax.lexbor import LexborHTMLParser, LexborNode

from editions.transforms import messages

CATALOG = Path('locale/es/LC_MESSAGES/index.po')


def change(
    project: Path, start: str, *, previous: str | tuple[str, str] = '', empty: bool = False
) -> None:
    """Mark the message whose msgid starts so as outdated, or take its translation away.

    `previous` is what it was translated for, or `(words now, words before)`.
    """
    path = project / CATALOG
    blocks = path.read_text('utf-8').split('\n\n')
    at = next(i for i, block in enumerate(blocks) if f'\nmsgid "{start}' in block)
    if empty:
        blocks[at] = re.sub(r'msgstr ".*"', 'msgstr ""', blocks[at])
    else:
        if isinstance(previous, tuple):
            (source,) = re.findall('^msgid "(.*)"', blocks[at], re.MULTILINE)
            previous = source.replace(*previous)
        old = f'#| msgid "{previous}"\n' if previous else ''
        blocks[at] = blocks[at].replace('msgid "', f'#, fuzzy\n{old}msgid "', 1)
    path.write_text('\n\n'.join(blocks), 'utf-8')


def paragraph(project: Path, number: int) -> LexborNode:
    page = project / 'build' / 'site' / 'es' / 'index.html'
    found = LexborHTMLParser(page.read_text('utf-8')).css_first(f'#p{number}')
    assert found is not None
    return found


def setting(project: Path, value: str) -> None:
    with (project / 'conf.py').open('a', encoding='utf-8') as file:
        file.write(f'\neditions_outdated = {value}\n')


def test_untranslated_shows_the_source_in_its_true_language(built: Path) -> None:
    change(built, 'In his speech in the Congress', empty=True)
    done = editions('build', 'es/html', cwd=built)
    assert done.returncode == 0
    found = paragraph(built, 14)
    assert found.attributes['lang'] == 'en'
    assert 'untranslated' in (found.attributes['class'] or '')
    assert found.text().count('In his speech in the Congress') == 1


def test_outdated_shows_the_translation_with_a_mark(built: Path) -> None:
    change(built, 'In his speech in the Congress', previous=('pointed out', 'said'))
    done = editions('build', 'es/html', cwd=built)
    assert done.returncode == 0
    assert 'warning: the source has changed since this was translated; it is shown' in done.stdout
    assert f'{CATALOG}:' in done.stdout
    found = paragraph(built, 14)
    assert 'outdated' in (found.attributes['class'] or '')
    assert 'Congreso' in found.text()
    assert 'lang' not in found.attributes


def test_outdated_shows_the_source_where_the_translation_would_be_false(built: Path) -> None:
    change(
        built, 'In his speech in the Congress', previous='In his speech in the Congress of Chile'
    )
    done = editions('build', 'es/html', cwd=built)
    assert '(a name changed); the source text is shown instead' in done.stdout
    assert paragraph(built, 14).attributes['lang'] == 'en'


def test_outdated_shows_the_translation_where_it_is_plausible(built: Path) -> None:
    """Marked by hand or by sphinx-intl, without a record of what it was made for."""
    change(built, 'In his speech in the Congress')
    done = editions('build', 'es/html', cwd=built)
    assert 'it is shown with a mark' in done.stdout
    assert paragraph(built, 14).attributes.get('lang', 'es') == 'es'


def test_outdated_shows_the_source_where_it_may_be_a_guess(built: Path) -> None:
    """What msgmerge or a platform puts there may be the translation of another sentence."""
    change(built, 'In his speech in the Congress')
    path = built / CATALOG
    blocks = path.read_text('utf-8').split('\n\n')
    at = next(
        i for i, block in enumerate(blocks) if '\nmsgid "In his speech in the Congress' in block
    )
    blocks[at] = re.sub('^msgstr "(.{40}).*"$', r'msgstr "\1"', blocks[at], flags=re.MULTILINE)
    path.write_text('\n\n'.join(blocks), 'utf-8')
    done = editions('build', 'es/html', cwd=built)
    assert '(what it was made for is not recorded, and it may be a guess)' in done.stdout
    assert paragraph(built, 14).attributes['lang'] == 'en'


def test_outdated_shows_the_source_where_conf_py_says_so(built: Path) -> None:
    change(built, 'In his speech in the Congress')
    setting(built, "{'es': 'source'}")
    assert editions('build', 'es/html', cwd=built).returncode == 0
    assert paragraph(built, 14).text().count('In his speech in the Congress') == 1


def test_outdated_fails_where_conf_py_refuses_it(built: Path) -> None:
    change(built, 'In his speech in the Congress')
    setting(built, "'refuse'")
    done = editions('build', 'es/html', cwd=built)
    assert done.returncode == 1
    assert 'error: the source has changed' in done.stdout


def test_a_strict_build_fails_on_warnings(built: Path) -> None:
    change(built, 'In his speech in the Congress')
    assert editions('build', '--strict', 'es/html', cwd=built).returncode == 1
    assert editions('build', '--strict', 'pt_BR', cwd=built).returncode == 0


def test_search_engines_are_not_sent_to_a_page_that_is_hardly_translated(built: Path) -> None:
    with (built / 'conf.py').open('a', encoding='utf-8') as file:
        file.write("\nhtml_baseurl = 'https://example.org/'\n")
    assert editions('build', 'html', cwd=built).returncode == 0
    english = built / 'build' / 'site' / 'en' / 'index.html'
    assert 'hreflang="es" href="https://example.org/es/' in ' '.join(alternates(english))
    path = built / CATALOG
    text = re.sub(r'(msgid ".+"\n)msgstr ".*"', r'\1msgstr ""', path.read_text('utf-8'))
    path.write_text(text, 'utf-8')
    done = editions('build', 'html', cwd=built)
    assert f'{CATALOG} in part changed' in done.stdout, 'the siblings are built again'
    assert 'hreflang="es"' not in ' '.join(alternates(english))
    assert 'hreflang="pt-BR"' in ' '.join(alternates(english))
    spanish = (built / 'build' / 'site' / 'es' / 'index.html').read_text('utf-8')
    assert '<link rel="canonical" href="https://example.org/en/' in spanish


def alternates(page: Path) -> list[str]:
    return re.findall(r'<link rel="alternate"[^>]*>', page.read_text('utf-8'))


def test_a_link_of_a_replacement_without_a_translation_stays_a_link() -> None:
    """docutils resolves the links that are children of a replacement, and no other."""
    link = nodes.reference('', 'there', refname='there')
    definition = nodes.substitution_definition('', '', nodes.Text('See '), link)
    messages.say_language(definition, 'language-en')
    assert link in definition.children
    assert [each['classes'] for each in definition.findall(nodes.inline)] == [['language-en']] * 2
