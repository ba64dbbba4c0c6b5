"""Which package on PyPI has faces for a script that ours do not serve."""

from unicodedata import name

from editions.languages.language import Language

HAN_FORMS = {'Jpan': 'jp', 'Kore': 'ko'}  # by the script of the language; of others zh_tw
BY_SCRIPT = {
    'ARABIC': 'ar',
    'DEVANAGARI': 'hi',
    'HANGUL': 'ko',
    'HEBREW': 'he',
    'HIRAGANA': 'jp',
    'KATAKANA': 'jp',
    'THAI': 'th',
}
HAN = 'CJK'


def package(char: str, code: str) -> str:
    """The package for a character in a text of this language, as editions_fonts names it; or ''.

    All are under the SIL Open Font License: Noto Serif and Noto Sans for one script each.
    """
    script = name(char, '').partition(' ')[0]
    forms = HAN_FORMS.get(Language(code).script, 'zh_tw')
    found = forms if script == HAN else BY_SCRIPT.get(script, '')
    return f'pylopdf_fonts_{found}' if found else ''
