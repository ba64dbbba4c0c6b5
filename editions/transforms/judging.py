"""What readers are shown of a message: its translation, or the source in its place.

A translation that the checks refuse (broken markup, an unsafe link, a false number) is
withheld alone. One whose source has moved on is shown with a mark, unless conf.py says
otherwise (`editions_outdated`), it would now state something false, or nobody knows what it was
made for and it may be a guess: msgmerge and translation platforms put the words of a like message
there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sphinx.config import Config

from editions.catalogs.falsity import falsified
from editions.catalogs.po.messages import Catalog, Message
from editions.catalogs.states import State, state
from editions.checks import recalling
from editions.findings import Finding, Severity

Ask = Callable[[Catalog, Message, str, object], tuple[Finding, ...]]


@dataclass(frozen=True)
class Verdict:
    state: State
    shown: bool
    findings: tuple[Finding, ...] = ()


def judge(
    catalog: Catalog,
    message: Message,
    config: Config,
    source_language: str = 'en',
    ask: Ask = recalling.ask,
) -> Verdict:
    """The verdict on one message of a catalog; `ask` says what the checks have against it."""
    found = state(message)
    if found is State.UNTRANSLATED:
        return Verdict(found, False)
    if found is State.WITHHELD:  # a defect of the file, which the reader has reported
        return Verdict(found, False)
    reasons = ask(catalog, message, source_language, config.editions_ignore)
    if reasons:
        return Verdict(State.WITHHELD, False, tuple(map(withheld, reasons)))
    if found is State.OUTDATED:
        chosen = policy(config.editions_outdated, catalog.language)
        return judge_outdated(catalog, message, chosen, source_language)
    return Verdict(found, True)


def withheld(finding: Finding) -> Finding:
    return replace(finding, message=f'{finding.message}; the source shows instead')


def policy(outdated: str | Mapping[str, str], language: str) -> str:
    """`mark`, `source` or `refuse`, for this language."""
    return outdated if isinstance(outdated, str) else outdated.get(language, 'mark')


def judge_outdated(catalog: Catalog, message: Message, policy: str, source: str) -> Verdict:
    """Shown with a mark, unless conf.py says otherwise or it would now be false."""
    false = untrue(message, catalog.language, source)
    shown = policy != 'source' and not false
    said = 'it is shown with a mark' if shown else 'the source shows instead'
    reason = f' ({false})' if false else ''
    sentence = f'the source has changed since this was translated{reason}; {said}'
    severity = Severity.ERROR if policy == 'refuse' else Severity.WARNING
    line = message.string_line or message.line
    return Verdict(State.OUTDATED, shown, (catalog.finding(line, 'outdated', sentence, severity),))


def untrue(message: Message, language: str, source: str) -> str:
    """Why an outdated translation would now say something false; '' where it does not."""
    if message.previous:
        return falsified(message.previous.id, message.id, source)
    from editions.checks.checking import plausible  # 60 ms, for catalogs without records

    known = plausible(message, language, source)
    return '' if known else 'what it was made for is not recorded, and it may be a guess'
