"""What the preview has of a language, and of one page: values that open pages are told."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from editions.findings import Finding, Severity


@dataclass(frozen=True)
class Standing:
    """One language as the preview shows it now."""

    built: str = ''  # when the pages shown were built (ISO 8601, UTC); '' before the first time
    failed: bool = False  # the last build failed: the pages shown are older than the sources
    findings: tuple[Finding, ...] = ()
    assets: str = ''  # a digest of the pictures, styles and fonts that its pages show
    stale_pdf: bool = True  # whether the PDFs are older than the pages
    working: bool = True

    def told(self, version: str) -> str:
        """What an open page is told, as JSON; `version` is the page's own."""
        worst = sorted(self.findings, key=lambda finding: -finding.severity)
        value = {
            'version': version,
            'built': self.built,
            'failed': self.failed,
            'working': self.working,
            'errors': [str(f) for f in worst if f.severity is Severity.ERROR],
            'warnings': [str(f) for f in worst if f.severity is Severity.WARNING],
        }
        return json.dumps(value, ensure_ascii=False)


def version(page: bytes, standing: Standing) -> str:
    """Tells one state of a page from another: its bytes, and the files that it shows."""
    return hashlib.sha256(standing.assets.encode() + page).hexdigest()[:16]


def assets(folder: Path) -> str:
    """The digest of all files below a language's folder that are shown by pages."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob('*')):
        if path.is_file() and path.suffix not in ('.html', '.pdf', '.json', '.png'):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def kept(
    before: Iterable[Finding], now: Iterable[Finding], read: Iterable[str]
) -> tuple[Finding, ...]:
    """The findings of a build that read only some files anew.

    What Sphinx said of the others still holds: it does not say it again.
    """
    again = set(read)
    old = (f for f in before if f.code.startswith('sphinx.') and f.path not in again)
    return tuple(dict.fromkeys([*now, *old]))
