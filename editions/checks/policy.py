"""What a judgement depends on besides the message: conf.py, the glossary, the source."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from editions import report
from editions.catalogs.glossary import Term, path_of, read_glossary
from editions.languages.language import Language
from editions.markup import Kind, Syntax
from editions.project import Project, Settings
from editions.report import Page

MARKDOWN = {'.md': 'markdown'}  # MyST's suffix, which conf.py need not name


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
    kinds: Mapping[str, Mapping[str, Kind]] = field(default_factory=dict, compare=False)
    syntaxes: Mapping[str, Syntax] = field(default_factory=dict, compare=False)

    @classmethod
    def read(cls, settings: Settings, language: str, source: str) -> 'Policy':
        """What conf.py's values say for a language."""
        outdated = settings.get('editions_outdated') or 'mark'
        chosen = outdated if isinstance(outdated, str) else outdated.get(language, 'mark')
        return cls(
            language,
            source,
            ignored=codes(settings.get('editions_ignore', ()), language),
            withhold=codes(settings.get('editions_withhold', ()), language),
            outdated=chosen,
        )

    @classmethod
    def of(cls, project: Project, language: Language) -> 'Policy':
        """The policy of a language of a project: its glossary, and what the source says."""
        source = report.read(project.templates)
        pages = source.pages if source else {}
        compact = project.settings.get('gettext_compact', True)
        return replace(
            cls.read(project.settings, language.code, project.source_language.code),
            glossary=read_glossary(path_of(project.locale, language.code)),
            kinds=kinds_of(pages, compact),
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


def domain_of(docname: str, compact: bool | str) -> str:
    """The catalog of a document, by conf.py's `gettext_compact` (sphinx.util.i18n)."""
    if isinstance(compact, str):
        return compact
    return docname.partition('/')[0] if compact else docname


def kinds_of(pages: Mapping[str, Page], compact: bool | str) -> dict[str, dict[str, Kind]]:
    """What each message of a domain becomes; what is of two kinds is of none that is known."""
    found: dict[str, dict[str, Kind]] = {}
    for docname, page in pages.items():
        known = found.setdefault(domain_of(docname, compact), {})
        named = dict.fromkeys(page.anchors, Kind.BLOCK.value) | dict(page.kinds)
        for key, name in named.items():
            kind = Kind(name)
            if known.setdefault(key, kind) is not kind:
                del known[key]
    return found


def syntaxes_of(project: Project, language: Language) -> Iterator[tuple[str, Syntax]]:
    """How the documents are written that catalogs are named after."""
    suffixes = suffixes_of(project.settings)
    folder = project.catalogs(language)
    for path in folder.rglob('*.po'):
        domain = path.relative_to(folder).with_suffix('').as_posix()
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
    if name != 'markdown':
        return Syntax()
    return Syntax(markdown=True, extensions=frozenset(settings.get('myst_enable_extensions') or ()))
