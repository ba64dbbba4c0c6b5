"""What the checks say of one translation, for the tests of rules."""

from editions.catalogs.po.messages import Message
from editions.checks.criteria import Policy
from editions.checks.judgement import judge_message
from editions.findings import Severity


def severities(source: str, target: str, language: str) -> dict[str, Severity]:
    """The codes of the findings, each with the severity of its last one."""
    found = judge_message(Message(source, (target,)), Policy(language, 'en')).findings
    return {finding.code: finding.severity for finding in found}
