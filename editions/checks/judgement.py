"""What a message is: its state, whether readers see its translation, and what is to say of it.

The one judgement that build, check, import, review, status, preview and publish read. A
translation that would harm readers is withheld alone, and the source shows in its place; what
it means is for the translator to correct, and readers see it meanwhile. One whose source has
moved on is shown with a mark, unless conf.py says otherwise (`editions_outdated`), it would now
state something false or break the page, or it is not known what it was made for: msgmerge and
translation platforms put the words of a like message there.
"""

import time
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from editions import report
from editions.catalogs import credits, po, wording
from editions.catalogs.counts import Count, State, state, words
from editions.catalogs.po.messages import Catalog, Defect, Message
from editions.checks import meaning
from editions.checks.bounds import SECONDS, too_long
from editions.checks.criteria import Policy, Use
from editions.checks.pair import Doubt, Note, Pair, pairs
from editions.checks.rules import ACROSS, RULES, Rule
from editions.checks.words import countries
from editions.conf import value_of
from editions.findings import Finding, Harm, Severity, printable
from editions.folders import is_catalog
from editions.languages.language import Language
from editions.markup import Kind
from editions.project import Project

ENOUGH = 10  # sentences of one rule on one message; more are not read
TELLING = 40  # characters of a source whose translation can be told from another's
INSTEAD = 'the source text is shown instead'
HIDDEN = frozenset((State.UNTRANSLATED, State.WITHHELD))
OUTDATED = Defect(
    'outdated',
    Severity.WARNING,
    'No translation is fuzzy: a translator has confirmed that it fits the source.',
)


@dataclass(frozen=True)
class Judged:
    """A message, and what was found about it; `shown` says whether readers see its translation."""

    message: Message
    state: State
    shown: bool
    findings: tuple[Finding, ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether there is a translation, current or outdated, and readers do not see it."""
        return not self.shown and self.state is not State.UNTRANSLATED


def judge(
    catalog: Catalog,
    policy: Policy,
    messages: Iterable[Message] | None = None,
    *,
    thorough: bool = True,
) -> tuple[Judged, ...]:
    """The judgement on each message of a catalog; none on those of a catalog that is broken.

    Of some of its `messages`, where they are given. Without `thorough` only the rules are asked
    that decide what readers see.
    """
    if catalog.broken:
        return ()
    name = catalog.name or str(catalog.path)
    live, found = catalog.sources, []
    for message in catalog.messages if messages is None else messages:
        uses = uses_of(message, catalog, policy)
        found.append(judge_uses(message, policy, uses, path=name, live=live, thorough=thorough))
    return tuple(found)


def uses_of(message: Message, catalog: Catalog, policy: Policy) -> tuple[Use, ...]:
    """All that a message becomes, as far as that is known; at least one use."""
    usual = policy.syntaxes.get(catalog.domain)
    known = policy.kinds.get(catalog.domain)
    uses = known.get(report.key(message.id)) if known else None
    if not uses:
        return (Use(kind_of(catalog.domain), usual),)
    return tuple(use._replace(syntax=use.syntax or usual) for use in uses)


def kind_of(domain: str) -> Kind | None:
    """What messages are that no document holds: those of two domains stand around the text."""
    return Kind.WORDS if domain in wording.WORDINGS else None


def judge_uses(
    message: Message,
    policy: Policy,
    uses: Iterable[Use],
    *,
    path: str,
    live: Container[str] = (),
    thorough: bool = True,
) -> Judged:
    """Judged as each of its uses, at least one, and not shown as soon as one of them is not."""
    found: dict[Finding, None] = {}
    for use in uses:
        judged = judge_message(message, policy, use, path=path, live=live, thorough=thorough)
        if not judged.shown:
            return judged
        found |= dict.fromkeys(judged.findings)
    return replace(judged, findings=tuple(found))


def judge_message(
    message: Message,
    policy: Policy,
    use: Use = Use(),  # noqa: B008 (it is a value)
    *,
    path: str = '',
    live: Container[str] = (),
    thorough: bool = True,
) -> Judged:
    """The judgement on one message; `path` is the file that its findings name.

    `live` holds the sources of its catalog, at least: what was made for one of them was copied
    from there.
    """
    written_state = state(message)
    if written_state in HIDDEN:  # of what is wrong with a file the catalog's defects speak
        return Judged(message, written_state, shown=False)
    rules = rules_for(policy.ignored, policy.withhold, message.fuzzy, thorough)
    found = tuple(asked(rules, list(pairs(message, policy, use)), message, policy, path))
    harmful = [finding for finding in found if finding.harm]
    if message.fuzzy:
        return outdated(message, policy, path, harmful, live)
    return Judged(message, State.WITHHELD if harmful else State.CURRENT, not harmful, found)


@lru_cache(64)
def rules_for(
    ignored: frozenset[str], withhold: frozenset[str], fuzzy: bool, thorough: bool
) -> tuple[tuple[Rule, Harm | None], ...]:
    """The rules that are asked, each with the harm for which it withholds a translation."""
    wanted = (rule for rule in RULES if rule.code not in ignored)
    return tuple(
        (rule, rule.harm or (Harm.ASKED if rule.code in withhold else None))
        for rule in wanted
        if rule.harm or (not fuzzy and (thorough or rule.code in withhold))
    )


def asked(
    rules: Iterable[tuple[Rule, Harm | None]],
    written: Sequence[Pair],
    message: Message,
    policy: Policy,
    path: str,
) -> Iterator[Finding]:
    """What rules say of a message. Its own comments silence no rule that protects readers."""
    line = message.string_line or message.line
    wall, start = time.monotonic(), time.thread_time()
    for rule, harm in rules:
        if rule.kinds and all(rule.kinds.isdisjoint(pair.kinds) for pair in written):
            continue
        said = [tuple(rule.check(pair)) for pair in written]
        silenced = any(said) and (
            policy.silences(rule.code, message) or (not harm and rule.code in message.silenced)
        )
        if any(said) and not silenced:
            yield from (f for each in said for f in told(rule, harm, each, path, line))
            if rule.harm is Harm.SIZE:
                return
        if time.monotonic() - wall < SECONDS:  # a fraction of what the thread's clock costs
            continue
        if (spent := time.thread_time() - start) > SECONDS:
            sentence = f'to read it took {spent:.0f} seconds, until {rule.code}; {INSTEAD}'
            yield Finding(path, line, Severity.ERROR, sentence, 'bounds', Harm.SIZE.value)
            return


def told(
    rule: Rule, harm: Harm | None, said: Iterable[str], path: str, line: int
) -> Iterator[Finding]:
    """The findings on what one rule says of one form of a message."""
    for sentence in islice(dict.fromkeys(said), ENOUGH):
        text = printable(sentence)
        if harm and not isinstance(sentence, Note | Doubt):
            text = f'{text}; {INSTEAD}'
            yield Finding(path, line, Severity.ERROR, text, rule.code, harm.value)
        else:
            yield Finding(path, line, severity(rule, sentence), text, rule.code)


def severity(rule: Rule, sentence: str) -> Severity:
    """The rule's severity, or what the sentence says of its own."""
    if isinstance(sentence, Doubt):
        return min(rule.severity, Severity.WARNING)
    return Severity.INFO if isinstance(sentence, Note) else rule.severity


def outdated(
    message: Message, policy: Policy, path: str, harmful: Sequence[Finding], live: Container[str]
) -> Judged:
    """An outdated translation is shown with a mark where it still holds."""
    broken = harmful[0].message.removesuffix(f'; {INSTEAD}') if harmful else ''
    reason = broken or untrue(message, policy, live)
    shown = policy.outdated != 'source' and not reason
    sentence = 'the source has changed since this was translated'
    sentence += f' ({reason})' if reason else ''
    sentence += '; it is shown with a mark' if shown else f'; {INSTEAD}'
    weight = Severity.ERROR if policy.outdated == 'refuse' else Severity.WARNING
    found = Finding(path, message.string_line or message.line, weight, sentence, OUTDATED.code)
    quiet = policy.silences(OUTDATED.code, message) or OUTDATED.code in message.silenced
    return Judged(message, State.OUTDATED, shown, () if quiet else (found,))


def untrue(message: Message, policy: Policy, live: Container[str]) -> str:
    """Why an outdated translation would now say something false; '' where it does not."""
    if message.previous and not too_long(message.previous.id, message.id):
        made = message.previous.id
        elsewhere = (report.key(made) in known for known in policy.kinds.values())
        if made != message.id and (made in live or any(elsewhere)):
            return 'it is a guess: the source that it was made for still stands elsewhere'
        from editions.catalogs.update.edits import falsified  # slow, where something is outdated

        return falsified(message.previous.id, message.id, policy.source_language)
    known = plausible(message, policy)
    return '' if known else 'what it was made for is not recorded, and it may be a guess'


def plausible(message: Message, policy: Policy) -> bool:
    """Whether a translation may be that of its source, judged by what is complete of it.

    Of a few words nothing can be said: msgmerge and translation platforms guess at such most.
    """
    if len(message.id) < TELLING:
        return False
    told = (meaning.length, meaning.sentences, countries)
    written = pairs(message, policy)
    return not any(True for pair in written for rule in told for _ in rule(pair))


def count(judged: Iterable[Judged]) -> Count:
    """The count of the messages of a catalog that can be read."""
    found = list(judged)
    each = Counter(one.state for one in found)
    return Count(
        len(found),
        each[State.CURRENT],
        each[State.OUTDATED],
        each[State.UNTRANSLATED],
        sum(one.withheld for one in found),
        sum(words(one.message) for one in found),
        sum(words(one.message) for one in found if one.state is State.CURRENT),
    )


def is_translated(project: Project, language: Language, domain: str) -> bool:
    """Whether enough of a page is translated for search engines to be sent to it.

    All editions ask this of each other's catalogs, so it is told from the states in the file: a
    site whose translations would be withheld is not published.
    """
    path = project.catalog(language, domain)
    catalog = po.read(path) if is_catalog(path) else None
    if catalog is None or catalog.broken:
        return False
    policy = Policy.read(project.settings, language.code, '')
    hidden = HIDDEN | ({State.OUTDATED} if policy.outdated == 'source' else set())
    missing = sum(state(message) in hidden for message in catalog.messages)
    threshold = value_of(project.settings, 'editions_threshold')
    return bool(1 - missing / (len(catalog.messages) or 1) >= threshold)


def findings(
    catalogs: Sequence[Catalog], policy: Policy, judged: Iterable[Judged] | None = None
) -> Iterator[Finding]:
    """All that is to say of a language's catalogs: defects, messages, and all of them together.

    `judged` are their messages where they have been judged already.
    """
    sound = [catalog for catalog in catalogs if not catalog.broken]
    for catalog in catalogs:
        yield from catalog.defects
    if judged is None:
        judged = (each for catalog in sound for each in judge(catalog, policy))
    for each in judged:
        yield from each.findings
    for rule in ACROSS:
        yield from rule.findings(rule.check(sound), policy)


MACHINE = Defect(
    'machine',
    Severity.ERROR,
    "With `editions_machine = 'refuse'`: what readers see of a machine's translation, a person has "
    'reviewed.',
)


def unreviewed(catalogs: Iterable[Catalog], policy: Policy) -> Iterator[Finding]:
    """What readers see of machines, and no person has reviewed."""
    remedy = f'`editions review {policy.language} --approve --by NAME --only'
    for catalog in catalogs:
        for message in () if catalog.broken or kind_of(catalog.domain) else catalog.messages:
            if credits.credit(message, catalog.head).unreviewed and message.translated:
                uses, line = uses_of(message, catalog, policy), message.string_line or message.line
                if judge_uses(message, policy, uses, path=catalog.name, thorough=False).shown:
                    sentence = 'a machine translated this, and no person has reviewed it; '
                    sentence += f'{remedy} {catalog.name}:{line}` says that one has'
                    yield catalog.finding(line, MACHINE.code, sentence)
