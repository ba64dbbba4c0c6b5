"""What the checks said of a message, kept for the next build: of the same they say the same.

A build after an edit, and the PDF after the HTML, ask again of what did not change; asking
takes longer than all else that is done with a catalog.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import editions
from editions import files
from editions.catalogs.po.messages import Catalog, Message
from editions.findings import Finding, Severity
from editions.version import __version__

PROGRAM = ('checks', 'languages', 'catalogs')  # the rooms that an answer depends on

Said = list[tuple[str, str, str]]  # severity, sentence, code


class Memory:
    """The answers of the last build, as it began, and those of this one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before = self.read()
        self.now: dict[str, Said] = {}

    def read(self) -> dict[str, Said]:
        try:
            value = json.loads(self.path.read_text('utf-8'))
        except (OSError, ValueError):
            return {}
        return value['said'] if value.get('program') == program() else {}

    def withholding(
        self, catalog: Catalog, message: Message, source_language: str, ignored: object
    ) -> tuple[Finding, ...]:
        """The findings of `checks.withholding`, asked for or remembered."""
        known = key(catalog.language, message, source_language, ignored)
        said = self.before.get(known)
        if said is None:
            found = ask(catalog, message, source_language, ignored)
            said = [(str(f.severity), f.message, f.code) for f in found]
        self.now[known] = said
        return tuple(self.findings(catalog, message, said))

    @staticmethod
    def findings(catalog: Catalog, message: Message, said: Said) -> Iterator[Finding]:
        line = message.string_line or message.line
        for severity, sentence, code in said:
            yield catalog.finding(line, code, sentence, Severity[severity.upper()])

    def write(self, *, whole: bool = True) -> None:
        """Keep the answers; those of the last build too where not `whole`, not all was asked."""
        if not whole:
            self.now = self.before | self.now
        if self.now != self.before:
            value = {'program': program(), 'said': self.now}
            files.write_text(self.path, json.dumps(value, ensure_ascii=True), durable=False)


def ask(
    catalog: Catalog, message: Message, source_language: str = 'en', ignored: object = ()
) -> tuple[Finding, ...]:
    """The answer of the checks, which are imported only where one is not remembered (60 ms)."""
    from editions.checks.checking import withholding

    return withholding(catalog, message, source_language, ignored)


def key(language: str, message: Message, source_language: str, ignored: object) -> str:
    """All that an answer depends on, in short."""
    facts = (
        language,
        source_language,
        str(ignored),
        message.id,
        message.plural,
        message.strings,
        message.flags,
        sorted(message.silenced),
    )
    return hashlib.sha256(repr(facts).encode('utf-8', 'surrogatepass')).hexdigest()[:24]


@cache
def program() -> str:
    """Changes with the program that answers, in a checkout too."""
    root = Path(editions.__file__).parent
    paths = sorted(p for room in PROGRAM for p in (root / room).rglob('*.*') if p.suffix != '.pyc')
    stamps = [(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in paths if p.is_file()]
    return hashlib.sha256(repr((__version__, stamps)).encode()).hexdigest()[:24]
