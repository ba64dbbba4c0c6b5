"""What a site of several languages tells search engines once all of them stand together."""

import shutil
from pathlib import Path

import pytest
from conftest import editions
from selectolax.lexbor import LexborHTMLParser
from theme_pages import ADDRESS, half_translated

from editions.project import load
from editions.site import truthful


@pytest.fixture
def half_built(tmp_path: Path) -> Path:
    root = tmp_path / 'half'
    root.mkdir()
    half_translated(root)
    editions('build', 'html', cwd=root)
    return root


def named(page: Path) -> list[str | None]:
    links = LexborHTMLParser(page.read_bytes()).css('head link[hreflang]')
    return [link.attributes['hreflang'] for link in links]


def test_a_page_that_is_not_translated_is_named_by_no_other(half_built: Path) -> None:
    site = half_built / 'build' / 'site'
    assert named(site / 'en' / 'index.html') == ['en', 'es', 'x-default']
    assert named(site / 'en' / 'bare.html') == ['en', 'x-default']
    assert named(site / 'es' / 'bare.html') == []
    edition = half_built / 'build' / 'editions' / 'en' / 'html' / 'bare.html'
    assert named(edition) == ['en', 'es', 'x-default']  # the edition itself stays as it was built


def test_without_an_address_nothing_is_changed(half_built: Path) -> None:
    conf = half_built / 'conf.py'
    conf.write_text(conf.read_text().replace(ADDRESS, ''))
    shutil.copytree(half_built / 'build' / 'site', half_built / 'copy')
    assert truthful.files(load(half_built), half_built / 'copy') == {}
