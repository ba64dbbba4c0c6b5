"""What a judgement goes by: conf.py, the glossary, and what the source says of its messages."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from editions import report
from editions.catalogs.glossary import Term, read_glossary
from editions.catalogs.po.messages import Message
from editions.checks.leading import Leading, leading
from editions.conf import value_of
from editions.findings import UserError
from editions.folders import MARKDOWN_TYPES, Settings, filetype, suffixes_of
from editions.languages.language import CODE, Language
from editions.markup import READ, Kind, Syntax
from editions.project import Project
from editions.report import Page


class Use(NamedTuple):
    """What a message becomes in a document: its kind, how the document is written, its addresses.

    None stands for what is not known: no build has told.
    """

    kind: Kind | None = None
    syntax: Syntax | None = None
    addresses: frozenset[str] | None = None


@dataclass(frozen=True)
class Policy:
    """How the messages of a language are judged.

    `ignored` and `withhold` are codes of rules, `excused` has sources of messages that a rule
    is not asked of; `outdated` is 'mark', 'source' or 'refuse'. Links may have the `schemes` and
    lead to the `hosts`. `kinds` says what the messages of a domain become, by `report.key`, and
    `syntaxes` how its document is written, where that is known.
    """

    language: str
    source_language: str
    glossary: tuple[Term, ...] = ()
    ignored: frozenset[str] = frozenset()
    withhold: frozenset[str] = frozenset()
    outdated: str = 'mark'
    hosts: frozenset[str] = frozenset()
    schemes: frozenset[str] = frozenset()
    excused: Mapping[str, frozenset[str]] = field(default_factory=dict, compare=False)
    kinds: Mapping[str, Mapping[str, tuple[Use, ...]]] = field(default_factory=dict, compare=False)
    syntaxes: Mapping[str, Syntax] = field(default_factory=dict, compare=False)

    @classmethod
    def read(cls, settings: Settings, language: str, source: str) -> 'Policy':
        """What conf.py's values say for a language."""
        outdated = value_of(settings, 'editions_outdated')
        chosen = outdated if isinstance(outdated, str) else outdated.get(language, 'mark')
        ignored = dict(codes(value_of(settings, 'editions_ignore'), language))
        return cls(
            language,
            source,
            ignored=frozenset(code for code, sources in ignored.items() if not sources),
            withhold=frozenset(dict(codes(value_of(settings, 'editions_withhold'), language))),
            outdated=chosen,
            hosts=frozenset(value_of(settings, 'editions_link_hosts')),
            schemes=frozenset(value_of(settings, 'editions_link_schemes')),
            excused={code: sources for code, sources in ignored.items() if sources},
        )

    @classmethod
    def of(cls, project: Project, language: Language) -> 'Policy':
        """The policy of a language of a project: its glossary, and what the source says."""
        source = report.read(project.templates)
        return replace(
            cls.read(project.settings, language.code, project.source_language.code),
            glossary=read_glossary(project.glossary(language)),
            kinds=kinds_of(project, source.pages if source else {}),
            syntaxes=dict(syntaxes_of(project, language)),
        )

    @staticmethod
    def refuses_machines(settings: Settings) -> bool:
        """Whether a person must have reviewed all. Raises UserError for a word of no meaning."""
        chosen = value_of(settings, 'editions_machine')
        if chosen not in ('disclose', 'refuse', 'off'):
            raise UserError(
                f"conf.py: editions_machine is {chosen!r}; write 'disclose', 'refuse' or 'off'"
            )
        return bool(chosen == 'refuse')

    def leading(self, addresses: frozenset[str] | None) -> Leading:
        """Where the translations of a document may lead."""
        languages = self.source_language, self.language
        return leading(addresses, self.hosts, self.schemes, languages)

    def silences(self, code: str, message: Message) -> bool:
        """Whether conf.py takes a rule away, for all messages or for this one."""
        return code in self.ignored or message.id in self.excused.get(code, ())


def codes(setting: object, language: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The codes of rules that a value of conf.py names for a language, with the messages.

    A list of codes, or a dict from codes to the reason or to the sources of messages; or a dict
    from languages to these. Without sources a rule is meant for all messages.
    """
    if isinstance(setting, Mapping):
        for key, value in setting.items():
            if key == language:
                yield from codes(value, language)
            elif isinstance(value, str):
                yield str(key), frozenset()
            elif not CODE.fullmatch(str(key)) and value:
                yield str(key), frozenset(map(str, value))
    elif isinstance(setting, str):
        yield setting, frozenset()
    elif isinstance(setting, Collection):
        yield from ((str(code), frozenset()) for code in setting)


def kinds_of(project: Project, pages: Mapping[str, Page]) -> dict[str, dict[str, tuple[Use, ...]]]:
    """What each message of a domain becomes: a title here may be a paragraph there."""
    found: dict[str, dict[str, tuple[Use, ...]]] = {}
    for docname, page in pages.items():
        known, addresses = found.setdefault(project.domain(docname), {}), frozenset(page.addresses)
        named = dict.fromkeys(page.anchors, Kind.BLOCK.value) | dict(page.kinds)
        for key, names in named.items():
            uses = [use(name, project.settings, addresses) for name in names.split()]
            known[key] = tuple(dict.fromkeys([*known.get(key, ()), *uses]))
    return found


def syntaxes_of(project: Project, language: Language) -> Iterator[tuple[str, Syntax]]:
    """How the documents are written that catalogs are named after."""
    suffixes = suffixes_of(project.settings)
    for domain in project.catalog_files(language):
        if path := project.source_file(domain):
            yield domain, syntax(filetype(path.name, suffixes), project.settings)


def syntax(name: str, settings: Settings) -> Syntax:
    """The syntax of a file type, 'markdown' or 'restructuredtext'."""
    if name not in MARKDOWN_TYPES:
        role = str(settings.get('default_role') or '')
        return Syntax(default_role='' if READ.fullmatch(role) else role)
    opening, closing = settings.get('myst_sub_delimiters') or '{}'
    extensions = frozenset(settings.get('myst_enable_extensions') or ())
    return Syntax(markdown=True, extensions=extensions, delimiters=(opening, closing))


def use(name: str, settings: Settings, addresses: frozenset[str]) -> Use:
    """What a report calls 'block', or 'block:markdown' where the document is written otherwise."""
    kind, _, filetype = name.partition(':')
    return Use(Kind(kind), syntax(filetype, settings) if filetype else None, addresses)
