"""What a site of several languages tells search engines once all of them stand together."""

from pathlib import Path

import pytest
from conftest import editions
from selectolax.lexbor import LexborHTMLParser
from theme_pages import half_translated


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
