"""When an outdated translation may be shown, and when it would state something false."""

import pytest

from editions.catalogs.update.edits import falsified


@pytest.mark.parametrize(
    ('before', 'now', 'reason'),
    [
        ('Trade rose to US$260 billion.', 'Trade grew to US$260 billion.', ''),
        ('Trade rose to US$260 billion.', 'Trade rose to US$160 billion.', 'a number changed'),
        ('Trade rose to 20 billion.', 'Trade rose to 20 million.', 'a number changed'),
        ('It took one decade.', 'It took two decades.', 'a number changed'),
        ('China supports it.', 'China does not support it.', 'a negation changed'),
        ('They can’t agree.', 'They can agree.', 'a negation changed'),
        ('The leaders of Peru met.', 'The leaders of Chile met.', 'a name changed'),
        ('The leaders met in Lima.', 'In Lima the leaders met.', ''),
        ('Leaders met, and they agreed.', 'The leaders met and agreed.', ''),
        ('He wrote to Peru’s president.', 'He wrote to the president of Peru.', ''),
        ('Project name', 'Well-known project addresses in metadata', 'most of it changed'),
    ],
)
def test_what_makes_a_translation_false(before: str, now: str, reason: str) -> None:
    assert falsified(before, now, 'en') == reason
