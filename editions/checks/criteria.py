"""What a judgement goes by: conf.py, the glossary, and what the source says of its messages."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from editions import report
from editions.catalogs.glossary import Term, read_glossary
from editions.conf import value_of
from editions.languages.language import Language
from editions.markup import Kind, Syntax
from editions.project import Project, Settings
from editions.report import Page

MARKDOWN_TYPES = ('markdown', 'myst-nb')  # the file types that MyST and myst_nb read
MARKDOWN = {'.md': 'markdown'}  # MyST's suffix, which conf.py need not name

Use = tuple[Kind | None, Syntax | None]  # what a message becomes, how its document is written


@dataclass(frozen=True)
class Policy:
    """How the messages of a language are judged.

    `ignored` and `withhold` are codes of rules, `outdated` is 'mark', 'source' or 'refuse'.
    `kinds` says what the messages of a domain become, by `report.key`, and `syntaxes` how its
    document is written, where that is known.
    """

    language: str
    source_language: str
    glossary: tuple[Term, ...] = ()
    ignored: frozenset[str] = frozenset()
    withhold: frozenset[str] = frozenset()
    outdated: str = 'mark'
    kinds: Mapping[str, Mapping[str, tuple[Use, ...]]] = field(default_factory=dict, compare=False)
    syntaxes: Mapping[str, Syntax] = field(default_factory=dict, compare=False)

    @classmethod
    def read(cls, settings: Settings, language: str, source: str) -> 'Policy':
        """What conf.py's values say for a language."""
        outdated = value_of(settings, 'editions_outdated')
        chosen = outdated if isinstance(outdated, str) else outdated.get(language, 'mark')
        return cls(
            language,
            source,
            ignored=codes(value_of(settings, 'editions_ignore'), language),
            withhold=codes(value_of(settings, 'editions_withhold'), language),
            outdated=chosen,
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


def codes(setting: object, language: str) -> frozenset[str]:
    """The codes of rules that a value of conf.py names for a language.

    A list of codes, or a dict from code to the reason; or a dict from languages to these.
    """
    if isinstance(setting, Mapping):
        found: set[str] = set()
        for key, value in setting.items():
            if isinstance(value, str):
                found.add(str(key))
            elif key == language:
                found |= codes(value, language)
        return frozenset(found)
    if isinstance(setting, str):
        return frozenset({setting})
    return frozenset(map(str, setting)) if isinstance(setting, Collection) else frozenset()


def kinds_of(project: Project, pages: Mapping[str, Page]) -> dict[str, dict[str, tuple[Use, ...]]]:
    """What each message of a domain becomes: a title here may be a paragraph there."""
    found: dict[str, dict[str, tuple[Use, ...]]] = {}
    for docname, page in pages.items():
        known = found.setdefault(project.domain(docname), {})
        named = dict.fromkeys(page.anchors, Kind.BLOCK.value) | dict(page.kinds)
        for key, names in named.items():
            uses = known.get(key, ()) + tuple(use(name, project.settings) for name in names.split())
            known[key] = tuple(dict.fromkeys(uses))
    return found


def syntaxes_of(project: Project, language: Language) -> Iterator[tuple[str, Syntax]]:
    """How the documents are written that catalogs are named after."""
    suffixes = suffixes_of(project.settings)
    for domain in project.catalog_files(language):
        for suffix, name in suffixes.items():
            if (project.source / f'{domain}{suffix}').is_file():
                yield domain, syntax(name, project.settings)
                break


def suffixes_of(settings: Settings) -> Mapping[str, str]:
    """conf.py's `source_suffix`, as Sphinx reads it, with Markdown's."""
    listed: Any = settings.get('source_suffix') or '.rst'
    if isinstance(listed, str):
        listed = [listed]
    named = listed if isinstance(listed, Mapping) else dict.fromkeys(listed, 'restructuredtext')
    return MARKDOWN | {key: value or 'restructuredtext' for key, value in named.items()}


def syntax(name: str, settings: Settings) -> Syntax:
    """The syntax of a file type, 'markdown' or 'restructuredtext'."""
    if name not in MARKDOWN_TYPES:
        return Syntax()
    return Syntax(markdown=True, extensions=frozenset(settings.get('myst_enable_extensions') or ()))


def use(name: str, settings: Settings) -> Use:
    """What a report calls 'block', or 'block:markdown' where the document is written otherwise."""
    kind, _, filetype = name.partition(':')
    return Kind(kind), syntax(filetype, settings) if filetype else None
