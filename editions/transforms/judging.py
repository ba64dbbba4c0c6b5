"""What readers are shown of a message: its translation, or the source in its place.

A translation that the checks refuse (broken markup, an unsafe link, a false number) is
withheld alone. One whose source has moved on is shown with a mark, unless conf.py says
otherwise (`editions_outdated`) or it would now state something false.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from editions.catalogs.messages import Catalog, Message
from editions.catalogs.states import State, state
from editions.findings import Finding, Severity


@dataclass(frozen=True)
class Verdict:
    state: State
    shown: bool
    finding: Finding | None = None


def judge(
    catalog: Catalog, message: Message, outdated: str | Mapping[str, str], ignored: object = ()
) -> Verdict:
    """The verdict on one message; `outdated` and `ignored` are conf.py's."""
    found = state(message)
    if found in (State.UNTRANSLATED, State.WITHHELD):
        return Verdict(found, False)
    if found is State.OUTDATED:
        return judge_outdated(catalog, message, policy(outdated, catalog.language))
    return Verdict(found, True)


def policy(outdated: str | Mapping[str, str], language: str) -> str:
    """`mark`, `source` or `refuse`, for this language."""
    return outdated if isinstance(outdated, str) else outdated.get(language, 'mark')


def judge_outdated(catalog: Catalog, message: Message, policy: str) -> Verdict:
    line = message.string_line or message.line
    if policy == 'source':
        return Verdict(State.OUTDATED, False)
    sentence = 'the source has changed since this was translated; it is shown with a mark'
    severity = Severity.ERROR if policy == 'refuse' else Severity.WARNING
    return Verdict(State.OUTDATED, True, catalog.finding(line, 'outdated', sentence, severity))
