"""An article of one's own begins with `editions init`; `editions doctor` says what it lacks."""

import re
import shlex
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from conftest import editions

from editions.commands import _hosts
from editions.libraries import PACKAGES
from editions.project import load
from editions.version import __version__

TITLE = "It's *the* 海_"


def test_an_article_begins_and_builds(tmp_path: Path) -> None:
    words = ('-t', TITLE, '-a', 'Ana Núñez', '-l', 'en', '-l', 'zh-CN')
    done = editions('init', 'sea', *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'cd sea' in done.stdout
    root = tmp_path / 'sea'
    project = load(root)
    assert [(each.code, each.name) for each in project.languages] == [
        ('en', 'English'),
        ('zh_CN', '简体中文'),
    ]
    assert project.documents[0].name == 'its-the'
    assert editions('update', cwd=root).returncode == 0
    done = editions('build', '--strict', 'en/html', 'zh_CN/pdf', cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (project.site / 'en' / 'index.html').read_text('utf-8')
    assert '<title>It’s *the* 海_</title>' in page
    assert (project.site / 'zh-CN' / 'its-the.zh-CN.pdf').read_bytes().startswith(b'%PDF')


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / 'source').mkdir()
    mine = tmp_path / 'source' / 'index.rst'
    mine.write_text('Mine\n====\n')
    done = editions('init', cwd=tmp_path)
    assert done.returncode == 0
    assert 'source/index.rst  is there already, kept' in done.stdout
    assert mine.read_text() == 'Mine\n====\n'
    before = (tmp_path / 'conf.py').read_bytes()
    done = editions('init', '-t', 'Other', cwd=tmp_path)
    assert 'conf.py           is there already, kept' in done.stdout
    assert (tmp_path / 'conf.py').read_bytes() == before


def test_a_sphinx_project_that_is_there_is_told_its_one_line(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text("project = 'Mine'\n")
    done = editions('init', cwd=tmp_path)
    assert done.returncode == 0
    assert "extensions = [..., 'editions']" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ['conf.py']


def test_no_author_is_invented(tmp_path: Path) -> None:
    editions('init', cwd=tmp_path)
    for name in ('conf.py', 'source/index.rst'):
        text = (tmp_path / name).read_text('utf-8')
        assert 'author =' not in text
        assert ':author:' not in text


@pytest.mark.parametrize('code', ['English', 'x', 'pt_br'])
def test_a_code_that_is_none_is_a_sentence(code: str, tmp_path: Path) -> None:
    done = editions('init', '-l', code, cwd=tmp_path)
    assert done.returncode == 2
    assert code in done.stderr
    assert not list(tmp_path.iterdir())


HOSTS = ('github', 'gitlab', 'readthedocs', 'netlify', 'cloudflare', 'container')


def commands_in(text: str) -> list[list[str]]:
    """What a service is told to run of Editions."""
    found = re.findall(r'(?:- run: |^ *- )(editions .*?)(?: \|\| true.*)?$', text, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in found]


@pytest.mark.parametrize('folder', ['.', 'docs'])
def test_a_host_gets_files_that_it_can_read(folder: str, tmp_path: Path) -> None:
    subprocess.run(['git', 'init', '-q', str(tmp_path)], check=True)
    root = tmp_path / folder
    assert init(root).exit_code == 0
    written = {}
    for host in HOSTS:
        done = init(root, '--with', host)
        assert done.exit_code == 0, done.output
        path = tmp_path / _hosts.FILES[host]
        written[host] = path.read_text('utf-8')
        again = init(root, '--with', host)
        assert f'{path.name} ' in again.output
        assert 'is there already, kept' in again.output
        path.unlink()
    requirements = (tmp_path / 'requirements.txt').read_text('utf-8')
    assert f'sphinx-editions[publish]=={__version__}' in requirements
    built = 'build' if folder == '.' else f'{folder}/build'
    for host, text in written.items():
        if host == 'container':
            assert [line.split()[0] for line in text.splitlines() if line[:1].isupper()] == [
                'FROM', 'RUN', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'RUN', 'ENTRYPOINT', 'CMD',
            ]  # fmt: skip
            continue
        assert isinstance(yaml.safe_load(text), dict)
        assert built in text
        commands = commands_in(text)
        assert commands
        for _, name, *words in commands:
            context = import_module(f'editions.commands.{name}').command.make_context(name, words)
            assert context.params['directory'] == folder


def test_the_steps_of_each_host_are_what_it_asks_for(tmp_path: Path) -> None:
    assert init(tmp_path).exit_code == 0
    fields = _hosts.fields_of(load(tmp_path), tmp_path)
    for host in ('github', 'netlify', 'cloudflare'):
        workflow = yaml.safe_load(_hosts.text_of(host, fields))
        steps = workflow['jobs']['build']['steps']
        assert all({'uses', 'run'} & step.keys() for step in steps)
        published = [step for step in steps if 'publish' in step.get('run', '')]
        assert published
        assert all(step['if'] == "github.event_name != 'pull_request'" for step in published)
    docs = yaml.safe_load(_hosts.text_of('readthedocs', fields))
    assert docs['version'] == 2
    assert docs['build']['apt_packages'] == list(PACKAGES.values())
    lab = yaml.safe_load(_hosts.text_of('gitlab', fields))
    assert lab['pages']['artifacts']['paths'] == ['public']


def init(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(
        import_module('editions.commands.init').command, [str(folder), *words]
    )
