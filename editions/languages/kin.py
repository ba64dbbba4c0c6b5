"""Which of some languages readers of another read as their own: of one base and one script.

A project may call Simplified Chinese `zh_Hans`, as Django and Weblate do, `zh_CN` or `zh`.
"""

from collections.abc import Iterable


def kin(code: str, known: Iterable[str]) -> str:
    """The code itself, its base (`es` of `es_MX`), or the first of the same base and script.

    '' where there is none: `zh_TW` is not read by those who read `zh_CN`.
    """
    base, codes = code.partition('_')[0], sorted(known)
    for one in (code, base):
        if one in codes:
            return one
    near = (one for one in codes if one.partition('_')[0] == base)
    return next((one for one in near if script(one) == script(code)), '')


def script(code: str) -> str:
    """The script that a language is written in, by CLDR's likely subtags (UTS 35, 4.3)."""
    from babel.core import get_global  # 15 ms, and needed by few

    base, *rest = code.split('_')
    named = next((part for part in rest if len(part) == 4), '')
    likely = get_global('likely_subtags')
    full = str(likely.get(code) or likely.get(base) or '')
    return named or next((part for part in full.split('_') if len(part) == 4), '')
