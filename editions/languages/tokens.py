"""Cuts a text in an alphabetic language into words, numbers in digits, and signs."""

import re
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Token:
    """`kind` is 'word', 'number', 'time', 'iso', 'slash', 'vulgar', 'code' or 'sign'.

    A word is in lower case in `low`; `joined` says that a hyphen or nothing stands before it.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int
    joined: bool = False


_PATTERN = r"""
      (?P<iso>\d{4}-\d\d-\d\d(?!\d))
    | (?P<slash>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?!\d)|[0-3]?\d\.[01]?\d\.(?:19|20)\d\d(?![.\d]))
    | (?P<time>\d{1,2}(?::[0-5]\d|h[0-5]\d)(?::[0-5]\d)?(?![\d:]))
    | (?P<code>(?![A-Z]{1,3}\d[\d.,]*[ ](?:[mbtr]+illion|mil|millones|[mb]ilhões)\b)
        (?:[^\W\d_]+\d[\w.-]*\w|[^\W\d_]+\d|[A-Z]{2,}-\d[\w.-]*
        |(?!Mid|Pre|Post|Early|Late|Top|Sub)[A-Z][^\W\d_]+-\d{1,3}(?![\d.,:])
        |\d+(?:\.\d+){2,}-\w+
        |\d+(?!(?:[kMGT]?(?:Wh?|B|Hz|V)s?|[KMBT])\b)[A-Z]\w*|\d+(?:\.\d+)*\.[a-z]\w*|0x[0-9a-f]+
        |\d[\da-f]*[a-f]\d[\da-f]*))
    | (?P<number>\d{1,3}(?:[{BLANKS}]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:{MARKS})*
        |(?<![\w.)\]])\.\d+(?![\w.]))
    | (?P<vulgar>[¼-¾⅐-⅞])
    | (?P<word>[^\W\d_]+)
    | (?P<sign>\S)
    """
# English lists "2,3" without a blank; India writes 2,06,737.
_POINT = r"\.\d+|(?:,\d\d(?=,\d))*[,'’]\d{3}(?!\d)"
_COMMA = r"[.,'’]\d+"
LONGEST = 60  # characters of an amount; more is noise, and Python reads 4300 digits at most
BLANKS = r' \u00a0\u202f\u2009'
_TOKENS = {
    mark: re.compile(_PATTERN.replace('{MARKS}', marks).replace('{BLANKS}', BLANKS), re.VERBOSE)
    for mark, marks in (('.', _POINT), (',', _COMMA))
}


def tokens(text: str, decimal: str) -> list[Token]:
    """The tokens of a text; hyphens inside words are dropped and noted in `joined`."""
    found: list[Token] = []
    previous_end, hyphen = -1, False
    for match in _TOKENS[decimal if decimal == '.' else ','].finditer(text):
        kind, raw = str(match.lastgroup), match[0]
        if raw in '-‐‑' and found and match.start() == previous_end and found[-1].kind == 'word':
            hyphen, previous_end = True, match.end()
            continue
        joined = match.start() == previous_end
        if hyphen and not joined:  # a hyphen before a blank
            found.append(Token('sign', '-', '-', previous_end - 1, previous_end))
        hyphen, previous_end = False, match.end()
        found.append(Token(kind, raw, raw.lower(), match.start(), match.end(), joined))
    return found


_VULGAR = {
    '½': Fraction(1, 2), '¼': Fraction(1, 4), '¾': Fraction(3, 4), '⅓': Fraction(1, 3),
    '⅔': Fraction(2, 3), '⅕': Fraction(1, 5), '⅖': Fraction(2, 5), '⅗': Fraction(3, 5),
    '⅘': Fraction(4, 5), '⅙': Fraction(1, 6), '⅚': Fraction(5, 6), '⅛': Fraction(1, 8),
    '⅜': Fraction(3, 8), '⅝': Fraction(5, 8), '⅞': Fraction(7, 8),
}  # fmt: skip


def vulgar(sign: str) -> Fraction | None:
    """The value of a fraction that is one character."""
    return _VULGAR.get(sign)


def amounts(raw: str, decimal: str, other: str = '') -> tuple[Fraction, ...]:
    """What digits with marks may say, the likeliest first; empty where they are no amount.

    A version (1.2.3) is none; '1,2,3' in English is three numbers, and not read here. `other` is
    a decimal mark that some countries of the language part thousands with (Mexico: 10,000).
    """
    if len(raw) > LONGEST:
        return ()
    raw = re.sub(rf"['’{BLANKS}]", '', raw)
    raw = f'0{raw}' if raw[0] == '.' else raw
    marks = [sign for sign in raw if sign in '.,']
    if not marks:
        return (Fraction(raw),)
    last = marks[-1]
    whole, _, rest = raw.rpartition(last)
    grouped = re.fullmatch(r'[1-9]\d{0,2}(?:[.,]\d{3})+|\d{1,3}(?:,\d\d)+,\d{3}', raw)
    together = Fraction(re.sub('[.,]', '', raw))
    if len(set(marks)) == 2:  # the last is the decimal mark
        return (Fraction(re.sub('[.,]', '', whole) + '.' + rest),) if last not in whole else ()
    if len(marks) > 1:
        return (together,) if grouped and (last != decimal or last == other) else ()
    if last != decimal and grouped:
        return (together,)
    if grouped and (rest == '000' or last == other):
        return (Fraction(f'{whole}.{rest}'), together)
    return (Fraction(f'{whole}.{rest}'),)
