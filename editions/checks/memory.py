"""What was found in the messages of a language before: one that is what it was is not judged again.

The file is of use to the same program beside the same packages, values of conf.py and glossary. Of
a message it knows a digest of all that it is judged by. An outdated one is judged each time: what
else stands in the catalogs counts.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from editions import files
from editions.catalogs.counts import State, state
from editions.catalogs.po.messages import Catalog, Message
from editions.catalogs.update.locations import is_markdown
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import Judged, uses_of
from editions.findings import Finding, Severity

Row = tuple[int, str, str, str]  # of a finding: severity, sentence, code, harm
Found = Mapping[str, list[Row]]  # by the key of a message
TIMED = 'bounds'  # the code of what may depend on the time that a message took


@dataclass(frozen=True)
class Memory:
    """A file, and the program to which alone it is of use."""

    path: Path
    program: str

    def read(self, policy: Policy) -> Found:
        """What the file knows; nothing where it is not whole, or was written by other rules."""
        with suppress(OSError):
            digest, _, data = self.path.read_bytes().partition(b'\n')
            if digest.decode('ascii', 'replace') == files.digest(data):
                around, found = json.loads(data)
                return found if around == self.around(policy) else {}
        return {}

    def write(self, policy: Policy, found: Found) -> None:
        """Replace the file; on a disk that is read-only nothing is remembered."""
        data = json.dumps([self.around(policy), found], ensure_ascii=False).encode()
        with suppress(OSError):
            files.write_bytes(self.path, files.digest(data).encode() + b'\n' + data, durable=False)

    def around(self, policy: Policy) -> str:
        """A digest of what all messages of a language are judged by."""
        named = policy.language, policy.source_language, policy.glossary, policy.outdated
        lists = policy.ignored, policy.withhold, policy.hosts, policy.schemes
        return files.digest(repr((self.program, named, [sorted(e) for e in lists])).encode())


def keys(catalog: Catalog, policy: Policy) -> list[str]:
    """The digest of each message of a catalog, '' where it is judged each time."""
    return [
        '' if state(message) is not State.CURRENT else _key(message, catalog, policy)
        for message in (() if catalog.broken else catalog.messages)
    ]


def _key(message: Message, catalog: Catalog, policy: Policy) -> str:
    excused = [code for code, sources in policy.excused.items() if message.id in sources]
    uses = tuple(map(_written, uses_of(message, catalog, policy)))
    own = message.id, message.plural, message.strings, message.flags, message.comments
    asked = own, is_markdown(message), sorted(excused), uses
    return blake2b(repr(asked).encode('utf-8', 'surrogateescape'), digest_size=12).hexdigest()


@lru_cache(4096)
def _written(use: Use) -> str:
    """A use in words; the order of a set differs from process to process."""
    how = use.syntax
    written = how and (how.markdown, sorted(how.extensions), how.delimiters, how.default_role)
    leads = None if use.addresses is None else sorted(use.addresses)
    return files.digest(repr((use.kind, written, leads)).encode('utf-8', 'surrogateescape'))


def rows(judged: Judged) -> list[Row] | None:
    """What is to be remembered of a judgement; None where it may be another the next time."""
    if any(each.code == TIMED for each in judged.findings):
        return None
    return [(int(f.severity), f.message, f.code, f.harm) for f in judged.findings]


def recalled(message: Message, path: str, found: Iterable[Row]) -> Judged:
    """The judgement on a message of a file."""
    line = message.string_line or message.line
    findings = tuple(
        Finding(path, line, Severity(severity), sentence, code, harm)
        for severity, sentence, code, harm in found
    )
    harmed = any(finding.harm for finding in findings)
    return Judged(message, State.WITHHELD if harmed else State.CURRENT, not harmed, findings)
