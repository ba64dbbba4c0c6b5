"""What one build leaves beside its output: `report.json`.

The Sphinx side writes what it learnt (findings, states, pages); the builds side adds what it
was made from and how long it took. All later packages read it, and none of them imports Sphinx.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from editions import files
from editions.findings import Finding

FILE = 'report.json'


@dataclass(frozen=True)
class Input:
    """A file that an edition was made from: what it was when the build began."""

    size: int
    mtime: int  # nanoseconds; a hint only, the digest decides
    digest: str  # SHA-256


@dataclass(frozen=True)
class Page:
    title: str
    paragraphs: int = 0  # numbered body paragraphs
    messages: int = 0
    states: Mapping[str, int] = field(default_factory=dict)  # state -> messages
    dependencies: tuple[str, ...] = ()  # files it includes, relative to the project
    anchors: Mapping[str, str] = field(default_factory=dict)  # key of a msgid -> id on the page
    kinds: Mapping[str, str] = field(default_factory=dict)  # key -> its markup.Kind's
    addresses: tuple[str, ...] = ()  # where its text leads, outside of the project


@dataclass(frozen=True)
class Report:
    edition: str  # 'es/pdf'
    built: str = ''  # ISO 8601, UTC
    reason: str = ''
    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()
    pages: Mapping[str, Page] = field(default_factory=dict)  # docname -> page
    outputs: Mapping[str, int] = field(default_factory=dict)  # file -> pages of paper, or 0
    places: Mapping[str, int] = field(default_factory=dict)  # anchor -> page of paper
    starts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # file -> how pages begin
    versions: Mapping[str, str] = field(default_factory=dict)
    loaded: tuple[str, ...] = ()  # files and folders of the project's own extensions and themes
    inputs: Mapping[str, Input] = field(default_factory=dict)  # path in the project -> file
    state: str = ''  # of the files beside it (files.state); a hint only, `content` decides
    content: str = ''  # of the same (files.content)
    dated: bool = False  # its pages name the day on which they are built
    moment: str = ''  # what held when its build began (record.moment)

    def to_json(self) -> str:
        """One line: with `indent`, Python's encoder takes ten times as long."""
        return json.dumps(self, default=_fields, ensure_ascii=False, sort_keys=True) + '\n'

    @classmethod
    def from_json(cls, text: str) -> 'Report':
        return cls.from_value(json.loads(text))

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> 'Report':
        pages = {name: Page(**page) for name, page in value.pop('pages').items()}
        inputs = {name: Input(**item) for name, item in value.pop('inputs').items()}
        findings = tuple(Finding.from_json(item) for item in value.pop('findings'))
        return cls(**value, pages=pages, inputs=inputs, findings=findings)


def _fields(value: object) -> dict[str, Any]:
    return value.to_json() if isinstance(value, Finding) else vars(value)


def key(message: str) -> str:
    return hashlib.sha256(message.encode('utf-8', 'surrogatepass')).hexdigest()[:12]


def read(folder: Path) -> Report | None:
    """The report beside an edition; None where there is none or an older program wrote it."""
    try:
        return Report.from_json((folder / FILE).read_text('utf-8'))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # the last two: it is JSON, and no report


def sealed(folder: Path, report: Report) -> Report:
    """The report with the digests of the files that it describes."""
    without = {FILE}
    return replace(
        report, state=files.state(folder, without), content=files.content(folder, without)
    )


def whole(folder: Path, report: Report) -> bool:
    """Whether the files beside a report are those that were built."""
    without = {FILE}
    if report.state == files.state(folder, without):
        return True
    return report.content == files.content(folder, without)


def write(folder: Path, report: Report) -> None:
    files.write_text(folder / FILE, report.to_json(), durable=False)
