"""The formats that conf.py lists are made, and spoken of, alone."""

from pathlib import Path

import pytest
from conftest import editions

from editions.findings import UserError
from editions.project import Format, load

CONF = "project = 'Small'\nhtml_theme = 'editions'\nextensions = ['editions']\n"
TEXT = 'Small\n=====\n\nOne paragraph.\n'


def small(root: Path, line: str = '') -> Path:
    root.mkdir(exist_ok=True)
    (root / 'conf.py').write_text(CONF + line, 'utf-8')
    (root / 'index.rst').write_text(TEXT, 'utf-8')
    return root


def test_without_a_list_there_are_pages_and_pdfs(tmp_path: Path) -> None:
    assert load(small(tmp_path)).formats == (Format.HTML, Format.PDF)


def test_without_pdfs_no_page_leads_to_one(tmp_path: Path) -> None:
    root = small(tmp_path, "editions_formats = ('html',)\nhtml_baseurl = 'https://example.org/'\n")
    done = editions('build', cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '1 of 1 built' in done.stdout
    assert '.pdf' not in (root / 'build' / 'site' / 'en' / 'index.html').read_text('utf-8')


def test_a_format_that_is_not_listed_is_named_with_the_line_to_write(tmp_path: Path) -> None:
    project = load(small(tmp_path, "editions_formats = ['html']\n"))
    with pytest.raises(UserError, match=r"write editions_formats = \('html', 'pdf'\) in .*conf.py"):
        project.edition('en/pdf')


@pytest.mark.parametrize('line', ["'html'", "('pdf',)", "('html', 'odt')"])
def test_a_list_that_cannot_be_used_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(UserError, match="editions_formats lists 'html' and others of"):
        load(small(tmp_path, f'editions_formats = {line}\n'))


def test_the_source_of_a_document_is_no_picture_of_its_name(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / 'index.png').write_bytes(b'PNG')
    project = load(root)
    assert project.source_file('index') == root / 'index.rst'
    assert project.source_file('other') is None
