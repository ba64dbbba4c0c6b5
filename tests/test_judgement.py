"""One judgement on a message, and all that read it say the same."""

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import editions, sphinx

from editions import report
from editions.catalogs import po
from editions.catalogs.counts import State
from editions.catalogs.po.messages import Message, Previous
from editions.checks import parallel
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import Judged, is_translated, judge, judge_message
from editions.findings import Severity
from editions.html.sentences import Translation
from editions.languages.language import Language
from editions.markup import MARKDOWN, RST, Kind
from editions.project import load

MD = ('../README.md:3',)
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
CONF = (
    "extensions = ['editions']\n"
    "editions_languages = {'en': 'English', 'es': 'Español'}\n"
    "locale_dirs = ['../locale']\n"
)
Start = Callable[..., Path]


def judged(source: str, target: str, **more: object) -> Judged:
    return judge_message(Message(source, (target,), **more), Policy('es', 'en'))  # type: ignore[arg-type]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """A project with one document, its Spanish catalog and further lines of conf.py."""

    def make(text: str, *messages: tuple[str, str], conf: str = '', before: str = '') -> Path:
        (tmp_path / 'source').mkdir()
        (tmp_path / 'source' / 'index.rst').write_text(f'Title\n=====\n\n{text}\n', 'utf-8')
        (tmp_path / 'conf.py').write_text(CONF + conf, 'utf-8')
        write(tmp_path / 'locale', *messages, before=before)
        return tmp_path

    return make


def write(locale: Path, *messages: tuple[str, str], before: str = '') -> Path:
    path = locale / 'es' / 'LC_MESSAGES' / 'index.po'
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [('Title', 'Título'), *messages]
    body = ''.join(f'\n{before}msgid "{source}"\nmsgstr "{text}"\n' for source, text in rows)
    path.write_text(HEAD + body, 'utf-8')
    return path


def built(root: Path, *words: str) -> tuple[str, list[dict[str, object]]]:
    """The page and the findings of a plain `sphinx-build`."""
    out = root / 'out'
    done = sphinx('html', root, out, '-d', str(root / 'trees'), '-D', 'language=es', *words)
    assert done.returncode == 0, done.stderr
    findings = json.loads((out / 'report.json').read_text('utf-8'))['findings']
    return (out / 'index.html').read_text('utf-8'), findings


@pytest.mark.parametrize(
    ('source', 'target', 'code'),
    [
        ('In 12 months it ends.', 'En 13 meses termina.', 'numbers'),
        ('It does not end.', 'Termina.', 'negations'),
        ('Peru is a country of mountains.', 'Bolivia es un país de montañas.', 'countries'),
        ('It ends. It does. Then it goes on as before.', 'Termina.', 'sentences'),
    ],
)
def test_what_a_translation_means_never_withholds_it(source: str, target: str, code: str) -> None:
    found = judged(source, target)
    assert code in {finding.code for finding in found.findings}
    assert (found.state, found.shown) == (State.CURRENT, True)


@pytest.mark.parametrize('comment', ['editions: ignore unsafe', 'editions: ignore unsafe, sites'])
@pytest.mark.parametrize('end', ['', ' # noqa'])
def test_a_translator_cannot_silence_what_protects_readers(comment: str, end: str) -> None:
    target = f'Un `texto <javascript:alert(1)>`_{end}'
    found = judged('A text', target, comments=(comment,), flags=('ignore-unsafe',))
    assert 'unsafe' in {finding.code for finding in found.findings}
    assert not found.shown


@pytest.mark.parametrize(
    'source', ['10.1000/182', 'https://doi.org/10.1000/182', 'doi:10.1000/182']
)
def test_a_doi_is_that_of_the_source(source: str) -> None:
    assert judged(source, source).shown
    assert not judged(source, source.replace('182', '183')).shown
    assert judged(source, f'{source}.').shown
    assert judged(f'{source}.', source).shown
    assert not judged(source, f'`{source} <https://doi.org/10.9999/x>`_').shown


def test_conf_py_may_silence_it() -> None:
    policy = Policy.read({'editions_ignore': {'es': ['unsafe', 'sites']}}, 'es', 'en')
    message = Message('A text', ('Un `texto <javascript:alert(1)>`_',))
    assert judge_message(message, policy).shown


def test_conf_py_may_let_a_rule_withhold() -> None:
    policy = Policy.read({'editions_withhold': ['numbers']}, 'es', 'en')
    found = judge_message(Message('In 12 months', ('En 13 meses',)), policy)
    assert (found.state, found.shown) == (State.WITHHELD, False)


def test_a_finding_says_itself_that_readers_do_not_see_the_translation() -> None:
    found = judged('A **bold** word', 'Una **negrita')
    first = found.findings[0]
    assert (first.code, first.harm, first.severity) == ('unclosed', 'markup', Severity.ERROR)
    assert first.message.endswith('; the source text is shown instead')


def test_a_fuzzy_message_is_no_error_though_its_markup_is_behind_the_source() -> None:
    message = Message(
        'See :ref:`the plan <plan>`.',
        ('Vea el plan.',),
        flags=('fuzzy',),
        previous=Previous('See the plan.'),
    )
    found = judge_message(message, Policy('es', 'en'))
    assert (found.state, found.shown) == (State.OUTDATED, False)
    assert [finding.severity for finding in found.findings] == [Severity.WARNING]


@pytest.mark.parametrize(
    ('source', 'target', 'kind', 'shown'),
    [
        ('1. One', '1. Uno', Kind.TITLE, True),
        ('1. One', '1. Uno', Kind.BLOCK, False),
        ('a * b', 'un *b', Kind.TEXT, True),
        ('a * b', 'un *b', Kind.BLOCK, False),
        ('x = ``1``', 'x = ``1', Kind.LITERAL, True),
    ],
)
def test_a_message_is_read_as_what_it_becomes(
    source: str, target: str, kind: Kind, shown: bool
) -> None:
    found = judge_message(Message(source, (target,)), Policy('es', 'en'), Use(kind))
    assert found.shown is shown


def test_the_syntax_of_the_document_counts_not_that_of_an_old_location() -> None:
    message = Message('The `gate`', ('La`gate`',), locations=('guide.md:3',))
    assert judge_message(message, Policy('es', 'en')).shown
    assert judge_message(message, Policy('es', 'en'), Use(None, MARKDOWN)).shown
    assert not judge_message(message, Policy('es', 'en'), Use(None, RST)).shown


def test_markdown_that_a_page_in_restructuredtext_includes_is_not_printed_raw() -> None:
    """Sphinx reads the translation with the parser of the page, not of the file."""
    message = Message('See [it](https://x.org).', ('Mira [esto](https://x.org).',), locations=MD)
    found = judge_message(message, Policy('es', 'en'), Use(None, RST))
    assert not found.shown
    assert 'the page that includes it is no Markdown' in found.findings[0].message
    written = replace(message, strings=('Mira `esto <https://x.org>`_.',))
    assert judge_message(written, Policy('es', 'en'), Use(None, RST)).findings == ()


def test_a_guess_is_not_shown_whose_source_still_stands_there_or_elsewhere(start: Start) -> None:
    root = start('Close the gate before the bell rings.\n\nDo not close the gate before it rings.')
    path = root / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    old, new = 'Close the gate before the bell rings.', 'Close the gates before the bell rings.'
    known = f'\nmsgid "{old}"\nmsgstr "Cierra el portón antes."\n'
    text = path.read_text('utf-8')
    guess = f'\n#, fuzzy\n#| msgid "{old}"\nmsgid "{new}"\nmsgstr "Cierra el portón antes."\n'
    path.write_text(text + known + guess, 'utf-8')
    found = judge(po.read(path), Policy('es', 'en'))
    assert [each.shown for each in found] == [True, True, False]
    path.write_text(text + guess, 'utf-8')
    path.with_name('other.po').write_text(HEAD + known, 'utf-8')
    policy = Policy('es', 'en', kinds={'other': {report.key(old): (Use(Kind.BLOCK),)}})
    assert [each.shown for each in judge(po.read(path), policy)] == [True, False]
    (root / 'source' / 'index.rst').write_text(f'Title\n=====\n\n{new}\n', 'utf-8')
    (root / 'source' / 'other.rst').write_text(f':orphan:\n\nTitle\n=====\n\n{old}\n', 'utf-8')
    page, _ = built(root)
    assert 'Cierra el portón antes.' not in page
    assert new in page


def test_references_in_another_order_are_no_warning_of_the_build(start: Start) -> None:
    text = '`Rake`_ and `Hoe`_ help.\n\n.. _Rake: https://r.org\n.. _Hoe: https://h.org'
    root = start(text, ('`Rake`_ and `Hoe`_ help.', '`Hoe`_ y `Rake`_ ayudan.'))
    _, findings = built(root, '-W')
    assert findings == []


def test_a_share_counts_only_what_readers_see() -> None:
    states = Counter({state.value: 1 for state in State})
    assert Translation(Language('en', 'English'), states, hidden=2).share == 0.5


def test_build_check_and_import_say_the_same(start: Start, tmp_path: Path) -> None:
    """Where the rule only warns, no command treats the translation as withheld."""
    conf = "editions_languages = {'en': 'English', 'fr': 'Français'}\n"
    root = start('It took 12 months.', conf=conf)
    (root / 'locale' / 'es').rename(root / 'locale' / 'fr')
    path = root / 'locale' / 'fr' / 'LC_MESSAGES' / 'index.po'
    message = '\nmsgid "It took 12 months."\nmsgstr "{}"\n'
    path.write_text(path.read_text('utf-8') + message.format(''), 'utf-8')
    done = editions('export', 'fr', '--po', cwd=root)
    assert done.returncode == 0, done.stderr
    (handed,) = (root / 'build' / 'exchange').glob('*.po')
    text = handed.read_text('utf-8')
    text = text.replace(message.format(''), message.format('Cela a pris douze mois.'))
    handed.write_text(text, 'utf-8')
    done = editions('import', '-l', 'fr', handed, cwd=root)
    assert '1 of 2 messages taken' in done.stdout, done.stdout + done.stderr
    assert 'douze mois' in path.read_text('utf-8')
    assert editions('build', 'fr/html', cwd=root).returncode == 0
    assert 'douze mois' in (root / 'build/site/fr/index.html').read_text('utf-8')
    assert editions('check', 'fr', cwd=root).returncode == 0


def test_a_withheld_translation_is_withheld_everywhere(start: Start) -> None:
    root = start('A **bold** word.', ('A **bold** word.', 'Una palabra **negrita'))
    page, findings = built(root)
    assert 'Una palabra' not in page
    assert [f['harm'] for f in findings if f['code'] == 'unclosed'] == ['markup']
    done = editions('check', 'es', cwd=root)
    assert done.returncode == 1
    assert done.stdout.count('[unclosed]') == 1


def test_a_translation_that_begins_with_a_blank_is_shown(start: Start) -> None:
    root = start('Plain words.', ('Plain words.', ' Palabras.'))
    page, findings = built(root)
    assert '>Palabras.' in page
    assert 'blocks' not in [finding['code'] for finding in findings]
    done = editions('check', 'es', cwd=root)
    assert ('[spaces]' in done.stdout, '[blocks]' in done.stdout) == (True, False)


def test_status_counts_a_withheld_translation_as_none(start: Start) -> None:
    root = start('A **bold** word.', ('A **bold** word.', 'Una palabra **negrita'))
    done = editions('status', 'es', cwd=root)
    assert 'index.po: 1 of 2 messages translated' in done.stdout


def test_check_and_build_name_a_file_in_one_way(start: Start) -> None:
    root = start('A **bold** word.', ('A **bold** word.', 'Una palabra **negrita'))
    editions('build', 'es/html', cwd=root)
    done = editions('check', 'es', '--json', cwd=root)
    found = [f for f in json.loads(done.stdout) if f['code'] == 'unclosed']
    assert [f['path'] for f in found] == ['locale/es/LC_MESSAGES/index.po']


def test_a_finding_of_sphinx_names_files_as_others_do(start: Start) -> None:
    root = start('.. _twin:\n\nOne\n---\n', ('One', 'Uno'))
    (root / 'source/other.rst').write_text(':orphan:\n\n.. _twin:\n\nOther\n=====\n')
    _, findings = built(root)
    [said] = [each['message'] for each in findings if 'duplicate label' in str(each['message'])]
    assert str(said).endswith('other instance in source/index.rst')


def test_check_knows_before_any_build_what_a_message_becomes(start: Start) -> None:
    root = start('The first\n---------\n\nText.', ('The first', 'A. Lo primero'))
    assert '[blocks]' not in editions('check', 'es', cwd=root).stdout
    page, findings = built(root)
    assert 'A. Lo primero' in page
    assert 'blocks' not in [finding['code'] for finding in findings]


@pytest.mark.parametrize(
    ('other', 'withheld'),
    [('.. meta::\n   :description: The first', False), ('- The first', True)],
)
def test_check_reads_a_message_as_each_thing_that_it_becomes(
    start: Start, other: str, withheld: bool
) -> None:
    root = start(f'The first\n---------\n\n{other}', ('The first', 'A. Lo primero'))
    page, _ = built(root)
    assert ('A. Lo primero' in page) is not withheld
    assert ('[blocks]' in editions('check', 'es', cwd=root).stdout) is withheld


def test_a_catalog_that_is_gone_is_gone_from_the_page(start: Start) -> None:
    root = start('A text.', ('A text.', 'Un texto.'))
    assert 'Un texto.' in built(root)[0]
    (root / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po').unlink()
    page = built(root)[0]
    assert 'A text.' in page
    assert 'Un texto.' not in page


def test_two_folders_of_catalogs_are_merged_as_sphinx_merges_them(start: Start) -> None:
    root = start('One text.\n\nTwo texts.', ('One text.', 'Un texto.'), ('Two texts.', ''))
    (root / 'conf.py').write_text(CONF + "locale_dirs = ['../locale', '../more']\n", 'utf-8')
    write(root / 'more', ('One text.', 'Otro texto.'), ('Two texts.', 'Dos textos.'))
    page = built(root)[0]
    assert 'Un texto.' in page
    assert 'Dos textos.' in page
    assert 'Otro texto.' not in page


def test_what_another_folder_translates_is_not_missing_in_the_first(start: Start) -> None:
    root = start('One text.\n\nTwo texts.\n\nThree texts.', ('One text.', 'Un texto.'))
    (root / 'conf.py').write_text(CONF + "locale_dirs = ['../locale', '../more']\n", 'utf-8')
    write(root / 'more', ('Two texts.', 'Dos textos.'), ('Three texts.', ''))
    assert '1 message of the source' in editions('check', 'es', cwd=root).stdout
    assert '[behind]' not in editions('update', cwd=root).stdout
    catalog = (root / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po').read_text('utf-8')
    assert 'Three texts.' in catalog
    assert 'Two texts.' not in catalog
    page, findings = built(root)
    assert 'Dos textos.' in page
    assert not [found for found in findings if found['code'] == 'behind']


def test_a_document_may_be_called_as_the_domain_of_sphinx(start: Start) -> None:
    root = start('.. toctree::\n\n   sphinx')
    (root / 'source' / 'sphinx.rst').write_text('Other\n=====\n\nA text.\n', 'utf-8')
    catalog = root / 'locale' / 'es' / 'LC_MESSAGES' / 'sphinx.po'
    catalog.write_text(HEAD + '\nmsgid "A text."\nmsgstr "Un texto."\n', 'utf-8')
    built(root)
    page = (root / 'out' / 'sphinx.html').read_text('utf-8')
    assert 'Un texto.' in page
    assert 'Índice' in page or 'Contenido' in page


def test_nothing_is_written_beside_the_catalogs(start: Start) -> None:
    root = start('A text.', ('A text.', 'Un texto.'))
    built(root)
    assert not list(root.rglob('*.mo'))


def test_a_line_of_signs_that_made_no_heading_is_named(start: Start) -> None:
    root = start('My new heading of the article\n---\n\nA paragraph.')
    _, findings = built(root)
    (found,) = [f for f in findings if f['code'] == 'source.heading']
    assert (found['path'], found['line'], found['severity']) == ('source/index.rst', 5, 'warning')
    assert '---' in str(found['message'])


@pytest.mark.parametrize('name', ['guide.md', 'guide.rst'])
def test_a_page_is_read_in_its_new_syntax_at_once(start: Start, name: str) -> None:
    conf = "extensions = ['editions', 'myst_parser']\n"
    root = start('.. toctree::\n\n   guide', conf=conf)
    texts = {
        'guide.md': '# Guide\n\nThe gate is `open` and **wide** at noon.\n',
        'guide.rst': 'Guide\n=====\n\nThe gate is `open` and **wide** at noon.\n',
    }
    catalog = root / 'locale' / 'es' / 'LC_MESSAGES' / 'guide.po'
    for each in (*[n for n in texts if n != name], name):
        for path in (root / 'source').glob('guide.*'):
            path.unlink()
        (root / 'source' / each).write_text(texts[each], 'utf-8')
        source = 'The gate is `open` and **wide** at noon.'
        place = f'#: ../../source/{each}:3\n'
        catalog.write_text(
            f'{HEAD}\n{place}msgid "{source}"\nmsgstr "La puerta está`open`y**ancha**."\n', 'utf-8'
        )
        built(root)
    page = (root / 'out' / 'guide.html').read_text('utf-8')
    assert ('La puerta' in page) is (name == 'guide.md')


@pytest.mark.parametrize(('outdated', 'expected'), [('mark', True), ('source', False)])
def test_search_engines_are_sent_to_what_shows_in_the_language(
    start: Start, outdated: str, expected: bool
) -> None:
    root = start('One.\n\nTwo.', ('One.', 'Uno.'), conf=f"editions_outdated = '{outdated}'\n")
    path = root / 'locale/es/LC_MESSAGES/index.po'
    path.write_text(f'{HEAD}\n#, fuzzy\nmsgid "One."\nmsgstr "Uno."\n', 'utf-8')
    project = load(root)
    assert is_translated(project, project.languages[1], 'index') is expected
    assert not is_translated(project, project.languages[1], 'other')


def test_several_processes_judge_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same judgements in the same order, also of a catalog that cannot be read."""
    texts = [f'msgid "See **{n}** beds"\nmsgstr "Ver **{n % 7}** {"**" * (n % 2)}camas"\n'
             for n in range(40)]  # fmt: skip
    data = (HEAD + '\n' + '\n'.join(texts)).encode()
    catalogs = [po.parse(data, name='a.po'), po.parse(b'msgid "', name='b.po'),
                po.parse(data, name='c.po')]  # fmt: skip
    policy = Policy('es', 'en')
    monkeypatch.setattr(parallel, 'WORTH', 10)
    monkeypatch.setattr(parallel, 'SHARE', 7)
    monkeypatch.setattr(parallel, 'processors', lambda: 2)
    found = parallel.judge_all(catalogs, policy)
    alone = [judge(catalog, policy) for catalog in catalogs]
    assert found == alone
    assert len(found[0]) == 40
    assert {each.shown for each in found[0]} == {True, False}

    own = os.getpid()

    def ended(*given: Any) -> Any:
        return judge(*given) if os.getpid() == own else os._exit(1)

    monkeypatch.setattr(parallel, 'judge', ended)  # as the system ends one that takes its memory
    assert parallel.judge_all(catalogs, policy) == alone
