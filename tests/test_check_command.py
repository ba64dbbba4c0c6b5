"""`editions check` from outside: lines, machines' shapes, silence, --fix, exit codes."""

import json
import subprocess
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, editions

from editions import report
from editions.catalogs import po
from editions.catalogs.credits import digest
from editions.checks.criteria import Policy, Use
from editions.checks.rules import ACROSS, RULES
from editions.commands.check import check_file, command, corrected
from editions.markup import Kind

HEAD = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
CONF = "editions_languages = {'en': 'English', 'es': 'Español'}\nlocale_dirs = ['../locale']\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / 'source').mkdir()
    (tmp_path / 'source' / 'index.rst').write_text('Title\n=====\n')
    (tmp_path / 'conf.py').write_text(CONF)
    (tmp_path / 'locale' / 'es' / 'LC_MESSAGES').mkdir(parents=True)
    return tmp_path


def write(project: Path, *messages: tuple[str, str], before: str = '') -> Path:
    path = project / 'locale' / 'es' / 'LC_MESSAGES' / 'index.po'
    (project / 'source' / 'index.rst').write_text('\n\n'.join(each for each, _ in messages))
    body = '\n'.join(f'{before}msgid "{source}"\nmsgstr "{text}"\n' for source, text in messages)
    path.write_text(HEAD + body, 'utf-8')
    return path


def run(project: Path, *arguments: str) -> tuple[int, str]:
    with chdir(project):
        result = CliRunner().invoke(command, arguments)
    return result.exit_code, result.stdout


def test_a_finding_is_a_line_with_place_and_code(project: Path) -> None:
    write(project, ('In 2016 they met.', 'Se reunieron en 2017.'))
    code, out = run(project, 'es')
    assert code == 1
    assert out == (
        'locale/es/LC_MESSAGES/index.po:7: error: 2016 in the source, 2017 here [numbers]\n'
    )


def test_a_sound_catalog_says_nothing(project: Path) -> None:
    write(project, ('In 2016 they met.', 'Se reunieron en 2016.'))
    assert run(project) == (0, '')


def test_warnings_fail_only_a_strict_check(project: Path) -> None:
    write(project, ('They met.', 'Se  reunieron.'))
    assert run(project)[0] == 0
    assert run(project, '--strict')[0] == 1


def test_an_unknown_language_is_the_users_to_mend(project: Path) -> None:
    done = editions('check', '-C', project, 'xx', cwd=ROOT)
    assert done.returncode == 2
    assert 'no language xx' in done.stderr


@pytest.mark.parametrize('shape', ['--json', '--sarif', '--github'])
def test_machines_read_the_same(project: Path, shape: str) -> None:
    write(project, ('In 2016 they met.', 'Se reunieron en 2017.'))
    code, out = run(project, shape)
    assert code == 1
    if shape == '--github':
        assert out.startswith('::error file=locale/es/LC_MESSAGES/index.po,line=7,title=numbers::')
        return
    read = json.loads(out)
    if shape == '--json':
        assert [(f['line'], f['code']) for f in read] == [(7, 'numbers')]
    else:
        place = read['runs'][0]['results'][0]['locations'][0]['physicalLocation']
        assert place['region'] == {'startLine': 7}


def test_a_comment_silences_a_rule_and_may_say_why(project: Path) -> None:
    comment = '# editions: ignore numbers: the year is that of the edition\n'
    write(project, ('In 2016 they met.', 'Se reunieron en 2017.'), before=comment)
    assert run(project) == (0, '')


@pytest.mark.parametrize('value', ["['numbers']", "{'es': ['numbers']}", "{'numbers': 'why'}"])
def test_conf_py_silences_a_rule(project: Path, value: str) -> None:
    (project / 'conf.py').write_text(CONF + f'editions_ignore = {value}\n')
    write(project, ('In 2016 they met.', 'Se reunieron en 2017.'))
    assert run(project) == (0, '')


def test_fix_mends_what_is_mechanical_and_touches_nothing_else(project: Path) -> None:
    path = write(project, ('They said “yes”.', 'Dijeron  \\"sí\\" .'), ('A text.', 'Un\\ttexto.'))
    before = path.read_bytes()
    run(project, '--fix')
    once = path.read_bytes()
    assert 'msgstr "Dijeron «sí»."' in once.decode()
    assert once.splitlines()[:6] == before.splitlines()[:6]
    assert once.splitlines()[-3:] == before.splitlines()[-3:]
    assert run(project, '--fix') == (0, '')
    assert path.read_bytes() == once


def test_fix_does_not_hide_a_machine_from_those_who_refuse_it(project: Path) -> None:
    (project / 'conf.py').write_text(CONF + "editions_machine = 'refuse'\n")
    tie = digest(po.Message('They met.', ('Se  reunieron.',)))
    write(project, ('They met.', 'Se  reunieron.'), before=f'# machine: DeepL 2026 [{tie}]\n')
    status, printed = run(project, '--fix')
    assert (status, 'a machine translated this' in printed) == (1, True)


def test_fix_leaves_silenced_rules_alone(project: Path) -> None:
    path = write(project, ('They met.', 'Se  reunieron.'), before='# editions: ignore spaces\n')
    before = path.read_bytes()
    run(project, '--fix')
    assert path.read_bytes() == before


def test_fix_leaves_what_is_code_elsewhere() -> None:
    catalog = po.parse(b'msgid "a b"\nmsgstr "c  d"\n', domain='index')
    (message,) = catalog.messages
    paragraph, code = Use(Kind.BLOCK), Use(Kind.LITERAL)
    for uses, fixed in (((paragraph,), 'c d'), ((code,), 'c  d'), ((paragraph, code), 'c  d')):
        policy = Policy('es', 'en', kinds={'index': {report.key('a b'): uses}})
        assert corrected(message, catalog, policy) == (fixed,)


def test_a_vanished_translation_is_found(project: Path) -> None:
    path = write(project, ('They met.', 'Se reunieron.'))
    commit(project)
    assert run(project) == (0, '')
    path.write_text(path.read_text('utf-8').replace('Se reunieron.', ''), 'utf-8')
    code, out = run(project)
    assert (code, '[vanished]' in out) == (1, True)


@pytest.mark.parametrize(
    'now',
    [
        '#, fuzzy\n#| msgid "They met in Lima."\nmsgid "They met in Quito."\n'
        'msgstr "Se reunieron en Lima."\n',
        'msgid "They met in Quito."\nmsgstr "Se reunieron en Quito."\n',
        '#~ msgid "They met in Lima."\n#~ msgstr "Se reunieron en Lima."\n',
    ],
    ids=['outdated', 'corrected', 'obsolete'],
)
def test_a_translation_that_followed_its_source_has_not_vanished(project: Path, now: str) -> None:
    path = write(project, ('They met in Lima.', 'Se reunieron en Lima.'))
    commit(project)
    text = path.read_text('utf-8')
    path.write_text(text[: text.index('msgid "They met')] + now, 'utf-8')
    (project / 'source' / 'index.rst').write_text('They met in Quito.')
    assert 'vanished' not in run(project)[1]


def commit(project: Path) -> None:
    for arguments in (['init', '-q'], ['add', '.'], ['commit', '-qm', 'x']):
        who = ['-c', 'user.name=x', '-c', 'user.email=x@example.org']
        subprocess.run(['git', *who, *arguments], cwd=project, check=True)


def test_every_rule_is_listed_with_its_documentation() -> None:
    lines = CliRunner().invoke(command, ['--list']).stdout.splitlines()
    listed = {line.split()[0] for line in lines}
    assert listed >= {rule.code for rule in RULES} | {rule.code for rule in ACROSS}
    assert all(len(line.split(maxsplit=2)) == 3 and line.endswith('.') for line in lines)


@pytest.mark.parametrize('code', ['zh_TW', 'zh_HK', 'zh_Hant'])
def test_no_rule_of_simplified_chinese_touches_traditional(tmp_path: Path, code: str) -> None:
    path = tmp_path / f'{code}.po'
    head = HEAD.replace('Language: es', f'Language: {code}')
    message = 'msgid "He said “yes” to 200 million people."\nmsgstr "他對約2億人說「是」。"\n'
    path.write_text(head + message, 'utf-8')
    before = path.read_text('utf-8')
    result = CliRunner().invoke(command, ['--fix', str(path)])
    assert (result.exit_code, result.stdout) == (0, '')
    assert path.read_text('utf-8') == before


def test_what_is_a_matter_of_taste_is_shown_when_asked(project: Path) -> None:
    write(project, ('They met...', 'Se reunieron...'))
    assert run(project) == (0, '')
    assert '[dashes]' in run(project, '--info')[1]
    assert [each['severity'] for each in json.loads(run(project, '--json')[1])] == ['info']
    assert run(project, '--github') == (0, '\n')


def test_fuzzy_messages_are_one_line_a_catalog(project: Path) -> None:
    rows = (('They met.', 'Se fueron.'), ('They left.', 'Se reunieron.'))
    path = write(project, *rows, before='#, fuzzy\n')
    code, out = run(project)
    assert (code, out.count('\n')) == (0, 1)
    assert '2 fuzzy messages' in out
    assert '`--fuzzy` lists them [outdated]' in out
    assert run(project, '--fuzzy')[1].count('[outdated]') == 2
    assert len(json.loads(run(project, '--json')[1])) == 2
    assert path.read_text('utf-8').count('fuzzy') == 2


def test_a_catalog_alone_that_names_no_documents_is_read_as_the_markdown_it_is(tmp_path):
    path = tmp_path / 'de.po'
    head = 'msgid ""\nmsgstr "Language: de\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    text = 'msgid "Run `open` of [it](a.md)."\nmsgstr "Nutze`open` von [ihm](a.md)."\n'
    path.write_text(head + text, 'utf-8')
    assert [*check_file(path, fix=False)] == []
    path.write_text(head + '#: a.rst:1\n' + text, 'utf-8')
    assert 'glued' in {finding.code for finding in check_file(path, fix=False)}


def test_a_plural_form_may_say_the_number_that_its_singular_does_not(tmp_path):
    path = tmp_path / 'ru.po'
    path.write_text(
        'msgid ""\nmsgstr "Language: ru\\nContent-Type: text/plain; charset=UTF-8\\n'
        'Plural-Forms: nplurals=3; plural=(n%10==1 ? 0 : n%10>=2 ? 1 : 2);\\n"\n\n'
        '#: a.rst:1\n#, python-format\nmsgid "One seed."\nmsgid_plural "%(n)d seeds."\n'
        'msgstr[0] "%(n)d семя."\nmsgstr[1] "%(n)d семени."\nmsgstr[2] "%(n)d семян."\n',
        'utf-8',
    )
    assert [*check_file(path, fix=False)] == []
