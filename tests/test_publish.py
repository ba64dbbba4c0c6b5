"""`editions publish` and `editions verify` on the real article."""

import getpass
import gzip
import hashlib
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from conftest import QUICK, ROOT, editions

from editions.site import archive, manifest, validators

BASE = 'https://example.org/repo/'


pytest_plugins = ['site_fixtures', 'html_fixtures']


def test_the_site_needs_an_address_and_the_line_is_named(project: Path) -> None:
    done = editions('publish', cwd=project)
    assert done.returncode == 2
    lines = (project / 'conf.py').read_text().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.startswith('html_baseurl'))
    assert f'conf.py:{number}: html_baseurl is empty' in done.stderr
    assert not (project / 'build' / 'publish').exists()


@pytest.mark.parametrize('address', ['example.org', 'ftp://example.org/', 'https://a/?x=1'])
def test_an_address_that_is_none_is_refused(project: Path, address: str) -> None:
    done = editions('publish', '--base-url', address, cwd=project)
    assert done.returncode == 2
    assert address in done.stderr


def test_everything_that_a_host_needs_is_there(published: Path) -> None:
    folder = published / 'build/publish'
    wanted = [
        'index.html',
        '404.html',
        'sitemap.xml',
        'llms.txt',
        '.nojekyll',
        '_headers',
        '_redirects',
        'manifest.json',
        'SHA256SUMS',
        'zh/index.html',
    ]
    named = ('nginx.conf', 'nginx-location.conf', 'apache.conf', 'Caddyfile')
    wanted += [f'servers/{name}' for name in named]
    for tag in ('en', 'es', 'pt-BR', 'zh-CN'):
        names = ['index.html', '404.html', 'search.html', 'search.json', 'index.html.md']
        names += [f'shared-future.{tag}.{kind}' for kind in ('pdf', 'png')]
        wanted += [f'{tag}/{name}' for name in names] + [f'{tag}/index.html.br']
    assert [name for name in wanted if not (folder / name).is_file()] == []
    assert (published / 'build/publish.tar.gz').is_file()


def test_the_list_of_sums_names_every_file(published: Path) -> None:
    folder = published / 'build/publish'
    assert manifest.read_sums(folder) == manifest.sums(folder)


def test_the_manifest_says_what_the_site_was_made_from(published: Path) -> None:
    folder = published / 'build/publish'
    facts = json.loads((folder / 'manifest.json').read_text())
    assert facts['site'] == BASE
    catalog = published / 'locale/es/LC_MESSAGES/index.po'
    digest = hashlib.sha256(catalog.read_bytes()).hexdigest()
    assert facts['source']['files']['locale/es/LC_MESSAGES/index.po'] == digest
    assert facts['versions']['weasyprint'] == '70.0'
    paper = facts['pdfs']['zh-CN/shared-future.zh-CN.pdf']
    assert paper['pages'] > 1


def test_every_published_page_is_valid(published: Path, packages: Path, java: str) -> None:
    jar = packages / 'vnu-jar/build/dist/vnu.jar'
    assert jar.is_file()
    command = [java, *QUICK, '-jar', str(jar)]
    assert list(validators.check_pages(command, published / 'build/publish')) == []


def test_pages_say_their_full_address(published: Path) -> None:
    sitemap = (published / 'build/publish/sitemap.xml').read_text()
    assert f'<loc>{BASE}pt-BR/index.html</loc>' in sitemap


def test_a_broken_site_is_not_published_and_the_last_one_stays(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / 'project'
    shutil.copytree(published, root)
    before = manifest.sums(root / 'build/publish')
    conf = (root / 'conf.py').read_text('utf-8')
    fewer = re.sub(r"    '(pt_BR|zh_CN)': .*\n", '', conf)  # two languages are enough to break
    pages = "editions_formats = ('html',)\neditions_pairs = []\n"
    (root / 'conf.py').write_text(fewer + pages, 'utf-8')
    with (root / 'source' / 'index.rst').open('a', encoding='utf-8') as text:
        text.write('\n.. raw:: html\n\n   <p><a href="gone.html">Gone</a></p>\n')
    done = editions('publish', '--base-url', BASE, '--json', cwd=root)
    assert done.returncode == 1
    found = {finding['message'] for finding in json.loads(done.stdout)}
    assert any('gone.html leads nowhere' in message for message in found)
    assert 'Not published' in done.stderr
    assert manifest.sums(root / 'build/publish') == before
    assert not (root / 'build/publish.new').exists()


def test_a_full_disk_is_one_sentence_and_the_last_site_stays(
    published: Path, tmp_path: Path
) -> None:
    root = tmp_path / 'project'
    shutil.copytree(published, root)
    before = manifest.sums(root / 'build/publish')
    run = (
        f'ulimit -f 16 && exec {shlex.quote(sys.executable)} -m editions publish --base-url {BASE}'
    )
    environment = os.environ | {'PYTHONPATH': str(ROOT)}
    done = subprocess.run(
        ['sh', '-c', run],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith('editions: ')
    assert 'Traceback' not in done.stderr
    assert manifest.sums(root / 'build/publish') == before


def test_no_file_tells_of_the_machine_that_built_it(published: Path) -> None:
    folder = published / 'build/publish'
    for path in sorted(path for path in folder.rglob('*') if path.is_file()):
        data = plain(path)
        for trace in traces(published):
            assert trace not in data, f'{path}: {trace!r}'


def plain(path: Path) -> bytes:
    """The bytes of a file, and what is packed in it."""
    data = path.read_bytes()
    if path.suffix == '.pdf':
        import pikepdf

        with pikepdf.open(path) as paper:
            streams = [each for each in paper.objects if isinstance(each, pikepdf.Stream)]
            texts = [each.read_bytes() for each in streams if '/Subtype' not in each]
        return b'\0'.join([data, *texts])
    unpack = {'.gz': gzip.decompress, '.br': brotli.decompress}.get(path.suffix)
    return unpack(data) + data if unpack else data


def traces(root: Path) -> set[bytes]:
    """What would tell: folders, names and addresses of the machine, the moment of the build."""
    user, host = getpass.getuser(), socket.gethostname()
    told = {str(root), str(ROOT), sys.prefix, tempfile.gettempdir() + '/', str(Path.home()) + '/'}
    told |= {f'{user}@', f'({user})', f'/{user}/', f'@{host}', f'//{host}'}
    built = datetime.fromtimestamp((root / 'build/publish/manifest.json').stat().st_ctime, UTC)
    told |= {built.strftime(form) for form in ('%Y-%m-%dT%H', '%Y%m%d%H%M', 'D:%Y%m%d%H')}
    return {each.encode() for each in told if len(each) > 4}


def test_published_files_may_be_read_whatever_the_umask_is(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        (tmp_path / 'site' / 'es').mkdir(parents=True)
        (tmp_path / 'site' / 'es' / 'index.html').write_text('x')
        archive.stamp(tmp_path / 'site', 1_700_000_000)
    finally:
        os.umask(before)
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / 'site').rglob('*')]
    assert sorted(modes) == [0o644, 0o755]
    assert (tmp_path / 'site').stat().st_mode & 0o777 == 0o755


def test_verify_without_a_published_site_says_what_to_do(project: Path) -> None:
    done = editions('verify', cwd=project)
    assert done.returncode == 2
    assert 'editions publish' in done.stderr
