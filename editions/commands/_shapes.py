"""Findings in the shapes that other programs read: SARIF 2.1.0 and GitHub's annotations."""

import json
from collections.abc import Sequence
from typing import Any

from editions.findings import Finding, Severity
from editions.version import __version__

_LEVELS = {Severity.ERROR: 'error', Severity.WARNING: 'warning', Severity.INFO: 'note'}
_COMMANDS = {Severity.ERROR: 'error', Severity.WARNING: 'warning', Severity.INFO: 'notice'}


def as_sarif(findings: Sequence[Finding]) -> str:
    """OASIS SARIF 2.1.0, as code scanning reads it."""
    rules = [{'id': code} for code in sorted({finding.code for finding in findings})]
    driver = {'name': 'editions', 'version': __version__, 'rules': rules}
    run = {'tool': {'driver': driver}, 'results': [_result(each) for each in findings]}
    schema = 'https://json.schemastore.org/sarif-2.1.0.json'
    log = {'$schema': schema, 'version': '2.1.0', 'runs': [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _result(finding: Finding) -> dict[str, Any]:
    result: dict[str, Any] = {
        'ruleId': finding.code,
        'level': _LEVELS[finding.severity],
        'message': {'text': finding.message},
    }
    if finding.path:
        place: dict[str, Any] = {'artifactLocation': {'uri': finding.path}}
        if finding.line:
            place['region'] = {'startLine': finding.line}
        result['locations'] = [{'physicalLocation': place}]
    return result


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands: one annotation a finding at its line."""
    return '\n'.join(map(_annotation, findings))


def _annotation(finding: Finding) -> str:
    place = f'file={_escaped(finding.path, ":,")}' if finding.path else ''
    place += f',line={finding.line}' if finding.path and finding.line else ''
    title = f'title={_escaped(finding.code, ":,")}'
    where = ','.join(part for part in (place, title) if part)
    return f'::{_COMMANDS[finding.severity]} {where}::{_escaped(finding.message)}'


def _escaped(text: str, also: str = '') -> str:
    for sign in '%\r\n' + also:
        text = text.replace(sign, f'%{ord(sign):02X}')
    return text
