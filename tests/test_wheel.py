"""What `pip install` brings is whole: an article builds from the wheel alone."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
import sbom
from conftest import ROOT


@pytest.fixture(scope='module')
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the sdist makes, unpacked as an installer unpacks it."""
    folder = tmp_path_factory.mktemp('wheel')
    copy = folder / 'project'
    for name in ('editions', 'tools'):  # the second stays outside
        shutil.copytree(ROOT / name, copy / name)
    for name in ('pyproject.toml', 'README.md', 'LICENSE', 'THIRD-PARTY.md'):
        shutil.copy(ROOT / name, copy)
    command = [sys.executable, '-m', 'hatchling', 'build', '-d', str(folder)]
    made = subprocess.run([*command, '-t', 'sdist'], cwd=copy, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    (sdist,) = folder.glob('*.tar.gz')
    (folder / 'sdist').mkdir()
    subprocess.run(['tar', 'xzf', sdist, '-C', folder / 'sdist'], check=True)
    (source,) = (folder / 'sdist').iterdir()
    made = subprocess.run([*command, '-t', 'wheel'], cwd=source, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    (wheel,) = folder.glob('*.whl')
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / 'site')
    return folder / 'site'


def test_every_file_of_the_package_is_in_it(installed: Path) -> None:
    kept = subprocess.run(
        ['git', 'ls-files', 'editions'], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [name for name in kept.stdout.splitlines() if (ROOT / name).exists()]
    assert len(files) > 100
    assert [name for name in files if not (installed / name).exists()] == []


def test_what_only_a_developer_runs_is_not_in_it(installed: Path) -> None:
    packages = {path.name for path in installed.iterdir() if path.suffix != '.dist-info'}
    assert packages == {'editions'}
    names = {path.name for path in installed.rglob('*.py')}
    assert not names & {path.name for path in (ROOT / 'tools').glob('*.py')}


def test_what_others_made_is_listed_with_its_licence(installed: Path) -> None:
    rows = sbom.ROW.findall((ROOT / 'THIRD-PARTY.md').read_text('utf-8'))
    listed = [files for files, *_ in rows]
    assert len(listed) >= 10
    foreign = {'.ttf', '.woff2', '.otf', '.dic', '.aff'}
    for path in (ROOT / 'editions').rglob('*'):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in foreign or 'icence' in path.name or path.name in ('LICENSE', 'OFL.txt'):
            assert any(name.startswith(each) for each in listed), name
        if path.suffix == '.js' and 'Copyright' in path.read_text('utf-8'):
            assert name in listed, name
    (metadata,) = installed.glob('*.dist-info')
    fields = message_from_string((metadata / 'METADATA').read_text('utf-8'))
    expression = str(fields['License-Expression']).split(' AND ')
    assert 'GPL' not in ' '.join(expression)
    for files, _, licence, text in rows:
        assert (ROOT / files).exists()
        assert set(licence.split(' AND ')) <= set(expression), files
        assert text in fields.get_all('License-File', ()), text
        assert (metadata / 'licenses' / text).read_bytes() == (ROOT / text).read_bytes()
    assert 'THIRD-PARTY.md' in fields.get_all('License-File', ())


def test_the_bill_of_materials_lists_the_lock_and_what_is_vendored(tmp_path: Path) -> None:
    sbom.main(tmp_path)
    (path,) = tmp_path.glob('sphinx_editions-*.cdx.json')
    bill = json.loads(path.read_text('utf-8'))
    assert (bill['bomFormat'], bill['specVersion']) == ('CycloneDX', '1.6')
    names = {each['name']: each for each in bill['components']}
    lock = (ROOT / 'requirements.lock').read_text('utf-8')
    pinned = re.findall(r'^([\w.-]+)==(\S+)', lock, re.M)
    assert len(pinned) > 30
    for name, version in pinned:
        assert names[name]['version'] == version
        assert names[name]['externalReferences'][0]['hashes']
    assert names['editions/checks/dictionaries/es']['licenses'] == [{'expression': 'MPL-2.0'}]
    assert len({each['bom-ref'] for each in bill['components']}) == len(bill['components'])


def test_an_article_is_begun_and_built_with_it(installed: Path, tmp_path: Path) -> None:
    for words in (['init', '-l', 'en', '-l', 'es'], ['update'], ['build', '--strict', 'es']):
        command = [sys.executable, '-m', 'editions', *words]
        env = os.environ | {'PYTHONPATH': str(installed)}
        done = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / 'build' / 'site' / 'es' / 'index.html').read_text('utf-8')
    assert 'Descargar' in page, 'our own words are in Spanish'
