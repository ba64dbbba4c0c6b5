"""A file is small enough to be sent."""

import pytest

pytest_plugins = ['pdf_fixtures']


@pytest.mark.parametrize(
    ('tag', 'most'), [('en', 120_000), ('es', 120_000), ('pt-BR', 120_000), ('zh-CN', 300_000)]
)
def test_the_article_is_small(essay, tag, most):
    assert essay(tag).stat().st_size <= most
