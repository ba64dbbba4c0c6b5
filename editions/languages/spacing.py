"""Spaces at which no line may break: what they join is read as one.

US$ 20 bilhões, 10 %, n.º 5, 3 × 3, 23 November, J. K. Rowling, Xi Jinping. Only spaces that
are there become no-break spaces; none is added. Sources: Ortografía de la lengua española
(2010), 8.4; ISO 80000-1, 7.1.4; The Chicago Manual of Style, 17th ed., 6.121.
"""

import re

NBSP = '\u00a0'
LARGE = (
    'thousand|million|billion|trillion|per cent|percent|mil|millón|millones|milhão|milhões|'
    'bilhão|bilhões|billones|por ciento|por cento'
)
SHORT = (
    r'n\.º|n\.os|núm\.|nº|No\.|Nos\.|p\.|pp\.|pág\.|págs\.|art\.|arts\.|fig\.|figs\.|cap\.|'
    r'vol\.|tab\.|ch\.|§'
)
# Two letters that begin a sentence oftener than a name.
NO_NAME = (
    'Al|Am|An|Ao|As|At|Au|Be|By|Ce|Da|De|Do|Du|El|Em|En|Er|Es|Et|He|If|Il|Im|In|Is|It|La|Le|Lo|'
    'My|Na|No|Of|On|Or|Os|Se|Si|So|Su|To|Um|Un|Up|Us|We|Ya|Zu'
)
UPPER, LOWER = 'A-ZÀ-ÖØ-Þ', 'a-zß-öø-ÿ'
RULES = tuple(
    re.compile(pattern)
    for pattern in (
        rf'(?<=\d) (?=(?:{LARGE})\b)',
        r'(?<=\d) (?=[%‰°])',
        r'(?<=[$€£¥]) (?=\d)',
        rf'(?i:(?<!\w)(?:{SHORT})) (?=\d)',
        r'(?<=\d) (?=[×x] \d)|(?<=\d [×x]) (?=\d)',
        rf'(?<!\w)\d\d? (?=[{UPPER}][{LOWER}]|de [{LOWER}]{{4}})',  # 23 November, 23 de mayo
        rf'(?<![\w.])[{UPPER}]\. (?=[{UPPER}])',  # initials
        # a name of two letters
        rf'(?<!\w)(?!(?:{NO_NAME}) )[{UPPER}][{LOWER}] (?=[{UPPER}][{LOWER}])',
    )
)


def hold(text: str) -> str:
    """A text with its no-break spaces, of the same length."""
    for rule in RULES:
        text = rule.sub(lambda match: match[0].replace(' ', NBSP) or NBSP, text)
    return text
