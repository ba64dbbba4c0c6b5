"""What is published: languages, formats and documents, and the name of every file and URL.

All of it comes from conf.py, which `load` runs once for a command; the value goes on to every
thread and process that needs it.
"""

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from editions import folders
from editions.conf import run_conf, value_of
from editions.findings import UserError
from editions.languages.language import CODE, Language, own_name

BILINGUAL = 'bilingual'  # the word of the command line for all pairs
MEASURE = 'editions_measure'  # Sphinx's tag of the builds that measure what will be a PDF
YES = ('true', '1', 'yes', 'on')  # options of a theme
TAG = 'editions'  # Sphinx's tag of the builds whose PDFs are put beside their pages


class Format(Enum):
    """A published form; the value is the name on the command line, and the suffix of its files."""

    HTML = 'html'
    PDF = 'pdf'
    EPUB = 'epub'

    @property
    def builder(self) -> str:
        """The Sphinx builder that writes it; `epub` is one of Sphinx's own."""
        return 'editions-epub' if self is Format.EPUB else self.value

    @property
    def media_type(self) -> str:
        kinds = {Format.PDF: 'application/pdf', Format.EPUB: 'application/epub+zip'}
        return kinds.get(self, 'text/html')

    @property
    def invitation(self) -> str:
        """The msgid of what the link to a file of it says."""
        return f'Download the {self.value.upper()}'


_NAMED = {item.value: item for item in Format}
FILES = (Format.PDF, Format.EPUB)  # a file for each of `pdf_documents`
FORMATS = (Format.HTML, Format.PDF)  # of a project that names none
PAIRED = tuple(Format)  # the formats in which two languages stand in one edition


@dataclass(frozen=True)
class Edition:
    """The text in one language and one format; printed and typed as `zh_CN/pdf`.

    With `beside` it is a pair, put together from the editions of two languages: `en+es/html`.
    """

    language: Language
    format: Format
    beside: Language | None = None

    def __str__(self) -> str:
        return f'{self.code}/{self.format.value}'

    @property
    def languages(self) -> tuple[Language, ...]:
        return (self.language, self.beside) if self.beside else (self.language,)

    @property
    def code(self) -> str:
        return '+'.join(language.code for language in self.languages)

    @property
    def tag(self) -> str:
        """The name of its folder on the site: `en+zh-CN`."""
        return '+'.join(language.tag for language in self.languages)

    @property
    def parts(self) -> tuple['Edition', ...]:
        """The editions that a pair is put together from; none for one language."""
        both = self.languages if self.beside else ()
        return tuple(Edition(language, self.format) for language in both)


@dataclass(frozen=True)
class Document:
    """What becomes one PDF and EPUB: the tree below a docname.

    Where title and author are empty, the document's own hold.
    """

    docname: str
    name: str  # of the file, without language and suffix
    title: str = ''
    author: str = ''

    def file(self, owner: Language | Edition, form: Format) -> str:
        """Its PDF or EPUB, from the folder of the language: beside its page (for search engines).

        The Chinese one of `shared-future` is `shared-future.zh-CN.pdf`; that of a pair has both
        tags.
        """
        name = f'{self.name}.{owner.tag}.{form.value}'
        return posixpath.join(posixpath.dirname(self.docname), name)

    @property
    def measure(self) -> str:
        """The file of its heights, from the folder of a language's."""
        return posixpath.join(posixpath.dirname(self.docname), f'{self.name}.json')

    def path(self, owner: Language | Edition, form: Format) -> str:
        """The same from the folder of the site."""
        return site_path(owner, self.file(owner, form))

    def card_path(self, language: Language) -> str:
        """Its share picture, beside the PDF whose first page it shows."""
        return self.path(language, Format.PDF).removesuffix('pdf') + 'png'


@dataclass(frozen=True)
class Project:
    """Where things are, and what conf.py says is published."""

    root: Path  # the folder of conf.py
    source: Path
    languages: tuple[Language, ...]  # the first is the source's
    documents: tuple[Document, ...]
    baseurl: str = ''  # ends with a slash where there is one
    settings: folders.Settings = field(default_factory=dict, repr=False, compare=False)
    output: str = 'build'  # from root; what is made for another use goes below it: 'build/preview'
    defines: tuple[str, ...] = ()  # further values over conf.py's, as in sphinx-build -D
    modules: tuple[Path, ...] = ()  # the user's own modules that conf.py imported
    environment: Mapping[str, str | None] = field(default_factory=dict)  # variables conf.py read
    extension: bool = False  # whether conf.py is an extension of Sphinx itself
    formats: tuple[Format, ...] = FORMATS
    pairs: tuple[Edition, ...] = ()  # of two languages side by side

    @property
    def paired_pages(self) -> tuple[Edition, ...]:
        """The pairs that are pages."""
        return tuple(pair for pair in self.pairs if pair.format is Format.HTML)

    @property
    def source_language(self) -> Language:
        return self.languages[0]

    @property
    def conf(self) -> Path:
        return self.root / 'conf.py'

    @property
    def root_doc(self) -> str:
        """The name of the document that all others hang on."""
        return folders.root_document(self.settings)

    @property
    def home(self) -> str:
        """The first page of every language, below the language's folder."""
        return f'{self.root_doc}.html'

    @property
    def build(self) -> Path:
        return Path(os.path.normpath(self.root / self.output))

    @property
    def made(self) -> Path:
        """The folder in which all that we make lies, whatever its use: `build`."""
        first = next(part for part in Path(self.output).parts if part != '..')
        return next(each for each in (self.build, *self.build.parents) if each.name == first)

    def apart(self, name: str) -> 'Project':
        """The same project, what is made of it apart from the editions: in `build/<name>`."""
        return replace(self, output=f'{self.output}/{name}')

    @property
    def site(self) -> Path:
        return self.build / 'site'

    @property
    def published(self) -> Path:
        return self.build / 'publish'

    @property
    def locale(self) -> Path:
        """The folder of the catalogs; Sphinx resolves relative ones from the source."""
        return folders.locale_folders(self.source, self.settings)[0]

    @property
    def templates(self) -> Path:
        """The messages of the source; where sphinx-intl looks for them without being told."""
        return self.build / 'gettext'

    @property
    def synoptic(self) -> bool:
        """Whether a page of paper begins with the same paragraph in every language."""
        given = value_of(self.settings, 'pdf_theme_options').get('synoptic')
        return str(given).casefold() in YES

    @property
    def heights(self) -> Path:
        """The folder that says how high each language's text is, a folder each."""
        return self.build / 'heights'

    def judged(self, language: Language) -> Path:
        """The file that remembers what was found in the messages of a language."""
        return self.build / 'judged' / f'{language.code}.json'

    def language(self, code: str) -> Language:
        """The language of a code or tag. Raises UserError for one that conf.py does not list."""
        for language in self.languages:
            if code in (language.code, language.tag):
                return language
        known = ', '.join(language.code for language in self.languages)
        raise UserError(f'{self.root / "conf.py"}: no language {code}; editions_languages: {known}')

    def translated(self, codes: Iterable[str]) -> tuple[Language, ...]:
        """The languages of these codes, or all that are translated. Raises UserError."""
        languages = tuple(dict.fromkeys(map(self.language, codes))) or self.languages[1:]
        if self.source_language in languages:
            code, *others = (language.code for language in self.languages)
            raise UserError(
                f'{code} is the language of the source; nothing is translated into it; '
                f'name others: {" ".join(others)}'
            )
        return languages

    def edition(self, name: str) -> tuple[Edition, ...]:
        """The editions that a word of the command line means: `es`, `html`, `es/pdf`."""
        formats = {item.value: item for item in self.formats}
        if name in formats:
            return tuple(e for e in self.editions() if e.format is formats[name])
        if name == BILINGUAL or '+' in name:
            return self.bilingual(name)
        code, _, form = name.partition('/')
        wanted = name if name in _NAMED else form
        if wanted in _NAMED and wanted not in formats:
            listed = (*formats, wanted)
            raise UserError(f'{name}: write editions_formats = {listed} in {self.conf}')
        if form and form not in formats:
            raise UserError(f'{name}: no format {form}; there are {" and ".join(formats)}')
        chosen = [formats[form]] if form else self.formats
        return tuple(Edition(self.language(code), item) for item in chosen)

    def bilingual(self, name: str) -> tuple[Edition, ...]:
        """The pairs that a word means: `bilingual`, `en+es`, `en+es/html`. Raises UserError."""
        found = [e for e in self.pairs if name in (BILINGUAL, str(e), e.code, e.tag)]
        if not found:
            known = ', '.join(map(str, self.pairs)) or "none; write editions_pairs = [('en', 'es')]"
            raise UserError(f'{self.conf}: no pair {name}; editions_pairs: {known}')
        return tuple(found)

    def editions(self) -> Iterator[Edition]:
        """Every edition, the formats of one language side by side; then the pairs."""
        for language in self.languages:
            for item in self.formats:
                yield Edition(language, item)
        yield from self.pairs

    def outdir(self, edition: Edition) -> Path:
        """The last good edition."""
        return self.build / 'editions' / edition.code / edition.format.value

    def doctreedir(self, language: Language) -> Path:
        """The parsed sources, shared by the formats of a language but never across."""
        return self.build / 'doctrees' / language.code

    def reviews(self, language: Language) -> Path:
        return self.build / 'review' / language.tag

    def catalogs(self, language: Language) -> Path:
        """The folder of a language's catalogs."""
        return folders.catalog_folder(self.locale, language.code)

    def catalog(self, language: Language, domain: str) -> Path:
        """The catalog of a domain; `catalog_files` is the other way round."""
        return self.catalogs(language) / f'{domain}.po'

    def catalog_files(self, language: Language) -> Mapping[str, Path]:
        return folders.catalog_files(self.catalogs(language))

    def other_catalogs(self, language: Language) -> Iterator[tuple[str, Path]]:
        """The domains and paths of those in further folders of `locale_dirs`."""
        for locale in folders.locale_folders(self.source, self.settings)[1:]:
            yield from folders.catalog_files(folders.catalog_folder(locale, language.code)).items()

    def glossary(self, language: Language) -> Path:
        return folders.glossary_path(self.locale, language.code)

    def source_file(self, docname: str) -> Path | None:
        """The file that a document is written in; None where there is none."""
        paths = (
            self.source / f'{docname}{suffix}' for suffix in folders.suffixes_of(self.settings)
        )
        return next((path for path in paths if path.is_file()), None)

    def domain(self, docname: str) -> str:
        """The domain whose catalogs hold the messages of a document (sphinx.util.i18n)."""
        compact = self.settings.get('gettext_compact', True)
        if isinstance(compact, str):
            return compact
        return docname.partition('/')[0] if compact else docname

    def url(self, path: str) -> str:
        """The full address of a path below the site, where the site has an address."""
        return self.baseurl + quote(path) if self.baseurl else ''


def site_path(owner: Language | Edition, name: str = '') -> str:
    """A file of a language by its path below the site: 'pt-BR/index.html'; or its folder."""
    return posixpath.join(owner.tag, name)


def load(directory: Path, baseurl: str = '') -> Project:
    """Run conf.py and read what it publishes; `baseurl` stands for its html_baseurl.

    `directory` holds conf.py, or one of the folders where projects keep it. Raises UserError
    where it cannot be used.
    """
    root = folders.conf_folder(directory.resolve())
    ran = run_conf(root / 'conf.py')
    source = folders.source_folder(root, ran.values)
    languages = read_languages(root, source, ran.values)
    return Project(
        root,
        source,
        languages,
        read_documents(root, ran.values),
        base_address(baseurl or str(ran.values.get('html_baseurl') or '')),
        ran.values,
        folders.output_folder(root, source),
        modules=ran.modules,
        environment=ran.environment,
        extension=ran.extension,
        formats=read_formats(root, ran.values),
        pairs=read_pairs(root, languages, ran.values),
    )


def base_address(text: str) -> str:
    return text if not text or text.endswith('/') else text + '/'


def read_languages(root: Path, source: Path, settings: folders.Settings) -> tuple[Language, ...]:
    """conf.py's list; without one, the source language and the folders of the catalogs."""
    listed = value_of(settings, 'editions_languages')
    if listed is None:
        listed = found_languages(source, settings)
    if not isinstance(listed, dict) or not listed:
        raise UserError(f"{root / 'conf.py'}: editions_languages is a dict: {{'en': 'English'}}")
    for code in listed:
        if not CODE.fullmatch(str(code)):
            raise UserError(f"{root / 'conf.py'}: {code!r} is no language code; write 'pt_BR'")
    languages = tuple(Language(code, str(name)) for code, name in listed.items())
    _apart(languages, root / 'conf.py')
    return languages


def read_formats(root: Path, settings: folders.Settings) -> tuple[Format, ...]:
    """conf.py's list, in our order; pages are always made. Raises UserError for one unknown."""
    listed = value_of(settings, 'editions_formats')
    if isinstance(listed, str) or 'html' not in listed or not _NAMED.keys() >= set(listed):
        known = tuple(_NAMED)
        raise UserError(
            f"{root / 'conf.py'}: editions_formats lists 'html' and others of {known}; "
            f'write editions_formats = {known}'
        )
    return tuple(item for name, item in _NAMED.items() if name in listed)


def _apart(languages: tuple[Language, ...], conf: Path) -> None:
    """Raise UserError for two languages whose pages would lie in one folder."""
    codes: dict[str, str] = {}
    for language in languages:
        tag = language.tag.lower()  # many file systems do not tell letters by their case
        if tag in codes:
            raise UserError(
                f'{conf}: {codes[tag]} and {language.code} in editions_languages are both '
                f'{language.tag}, and would be one folder; list one of them'
            )
        codes[tag] = language.code


def found_languages(source: Path, settings: folders.Settings) -> dict[str, str]:
    """The source language, and the folders of catalogs that are named after a language.

    (To sphinx-intl too a folder `pot` is none, though it is a language: Potawatomi.)
    """
    locale = folders.locale_folders(source, settings)[0]
    codes = [str(settings.get('language') or 'en')]
    names = (path.parent.name for path in locale.glob('*/LC_MESSAGES'))
    codes += sorted(name for name in names if CODE.fullmatch(name) and not name.endswith('pot'))
    return {code: own_name(code) for code in codes}


def read_pairs(
    root: Path, languages: tuple[Language, ...], settings: folders.Settings
) -> tuple[Edition, ...]:
    """`editions_pairs`: two codes of `editions_languages` each, the left one first.

    Each pair is made in those of `editions_formats` that may hold two languages.
    """
    listed = value_of(settings, 'editions_pairs')
    known = {language.code: language for language in languages}
    found = []
    for pair in listed:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or pair[0] == pair[1]:
            raise UserError(
                f'{root / "conf.py"}: {pair!r} in editions_pairs; '
                "it is a list of two languages each: [('en', 'es')]"
            )
        if lacking := [code for code in pair if code not in known]:
            raise UserError(
                f'{root / "conf.py"}: no language {lacking[0]} for the pair {"+".join(pair)}; '
                f'`editions add-language {lacking[0]}` adds it'
            )
        formats = (item for item in read_formats(root, settings) if item in PAIRED)
        found += [Edition(known[pair[0]], item, known[pair[1]]) for item in formats]
    return tuple(dict.fromkeys(found))


def read_documents(root: Path, settings: folders.Settings) -> tuple[Document, ...]:
    """`pdf_documents`: (docname, file name[, title[, author]]) each, as in `latex_documents`."""
    top = folders.root_document(settings)
    name = re.sub(r'\W+', '-', str(settings.get('project') or 'document')).strip('-').lower()
    listed = value_of(settings, 'pdf_documents') or [(top, name or 'document')]
    try:
        documents = tuple(Document(*entry) for entry in listed)
    except TypeError as error:
        raise UserError(
            f'{root / "conf.py"}: pdf_documents is a list of (document, file name): '
            "[('index', 'article')]"
        ) from error
    for document in documents:
        if not re.fullmatch(r'[\w-]+(\.[\w-]+)*', document.name):
            raise UserError(
                f'{root / "conf.py"}: {document.name!r} in pdf_documents is no file name'
            )
    return documents
