"""What translators of public catalogs do with good reason is not called a defect."""

import pytest
from judging import severities

from editions.findings import Severity


@pytest.mark.parametrize(
    ('source', 'target', 'language', 'code'),
    [
        ('Read the "text" now', 'Lea el "texto" ya', 'es', 'quotes'),
        ('The goal -- peace -- is', 'O objetivo -- a paz -- é', 'pt_BR', 'dashes'),
        ('Searching...', 'Buscando...', 'es', 'dashes'),
        ('the admin site', 'o site do "admin"', 'pt_BR', 'quotes'),
        ('It is *not* so', '不是这样', 'zh_CN', 'emphasis'),
        ('some word', 'alguna *palabra*', 'es', 'emphasis'),
        ('the Hoe is sharp', 'el ``Hoe`` está afilado', 'es', 'literals'),
        ('A :doc:`x` is a :doc:`x`', 'Un :doc:`x` es lo que es', 'es', 'repeated'),
        ('One.  Two.', 'Uno.  Dos.', 'es', 'spaces'),
        ('Python is fast', '使用 Python 很快', 'zh_CN', 'han_spaces'),
        ('in 2016', '在 2016 年', 'zh_CN', 'han_spaces'),
        ('is called "borrowing".', '被称为 “借用”。', 'zh_CN', 'han_spaces'),
    ],
)
def test_what_is_typed_as_the_source_is_or_in_another_custom_is_a_note(
    source: str, target: str, language: str, code: str
) -> None:
    assert severities(source, target, language)[code] is Severity.INFO


@pytest.mark.parametrize(
    ('source', 'target', 'language', 'code'),
    [
        ('Read the “text” now', 'Lea el "texto" ya', 'es', 'quotes'),
        ('Read the "text" now', '现在阅读"文本"', 'zh_CN', 'quotes'),
        ('The goal—peace—is', 'O objetivo -- a paz -- é', 'pt_BR', 'dashes'),
        ('One. Two.', 'Uno.  Dos.', 'es', 'spaces'),
        ('It is so. It works', '它是这样。 它有效', 'zh_CN', 'han_spaces'),
        ('a fast language', '快速 语言', 'zh_CN', 'han_spaces'),
        ('the word the', 'la palabra la la', 'es', 'doubled'),
        ('Plain. Number 50.', '    Uno    Uno..', 'es', 'doubled'),
        ('an **own** word', 'una palabra propia', 'es', 'emphasis'),
        ('It ends. It does.', 'Termina Así es', 'es', 'ending'),
        ('Go: the rest of it is written here. Leave.', 'Vaya: el resto.', 'es', 'sentences'),
        (
            'No word is left of it. It is wholly gone now.',
            'De ello ya no queda nada.',
            'es',
            'sentences',
        ),
        ('the state of things', '事物的 state', 'zh_CN', 'latin'),
        ('the key " here', 'la tecla " aquí', 'es', 'paired'),
        ('From the |Bot| object', 'Del objeto :class:`Bot`', 'es', 'substitutions'),
        ('Is it so!', 'Es así!', 'es', 'paired'),
        ('The "garden" is full', 'El "jardín está lleno', 'es', 'paired'),
        ('The "garden" is full', 'Der „Garten ist voll', 'de', 'paired'),
        ('It is full (of it)', 'Está lleno（de eso）', 'es', 'width'),
        ('There are 20', 'Il y en a ２０', 'fr', 'width'),
        ('It is full.', '花园满了，and the gate is open。', 'zh_CN', 'latin'),
        ('A rose.', '一朵роза。', 'zh_CN', 'latin'),
        ('A rose. A gate.', '一朵玫瑰。门开着。门开着。', 'zh_CN', 'repetition'),
    ],
)
def test_what_readers_would_mind_is_a_warning(
    source: str, target: str, language: str, code: str
) -> None:
    assert severities(source, target, language)[code] is Severity.WARNING


@pytest.mark.parametrize(
    ('source', 'target', 'language', 'code'),
    [
        (' (p. %s)', ' (s. %s)', 'cs', 'spaces'),
        ('Stream functions', 'Funciones *stream*', 'es', 'emphasis'),
        ('A 5" screen', 'Una pantalla de 5"', 'es', 'paired'),
        ('The book 红楼梦', 'El libro 《红楼梦》，sí', 'es', 'width'),
        ('No! No! He left.', 'No! No! Se fue.', 'es', 'repetition'),
        ('See "and so it goes on"', '见 "and so it goes on"。', 'zh_CN', 'latin'),
        ('A built-in function', 'Uma função embutida (*built-in*)', 'pt_BR', 'emphasis'),
        ('for this purpose', '用于此目的的标准', 'zh_CN', 'doubled'),
        ('The use of A::B', 'El uso de A::B', 'es', 'doubled'),
        ('2001:db8::/48', 'en 2001:db8::/48', 'es', 'doubled'),
        ('whether it refers', 'se se refere a isso', 'pt_BR', 'doubled'),
        ('objects of type Type', 'objetos de tipo Tipo', 'es', 'doubled'),
        ('It is a C function. It ends', 'Es función-c. Termina', 'es', 'sentences'),
        ('a, b, ..., z', 'a, b, …, z', 'es', 'sentences'),
        ('Cats and so on. Then dogs.', 'Gatos, etc. Luego perros.', 'es', 'sentences'),
        ('It is long, you know. It ends.', 'Es largo; ya se sabe que termina.', 'es', 'sentences'),
        ('Accion. Fin.', 'Accio\u0301n. Fin.', 'es', 'sentences'),
        (':term:`Loader` is', ':term:`cargador` es', 'es', 'capital'),
        ('Optimized :func:`f` for it', ':func:`f` optimizado para ello', 'es', 'capital'),
        ('The *precision* is', '*precision* es', 'es', 'capital'),
        ('If *state* is given', '如果给出 *state* 参数', 'zh_CN', 'latin'),
        ('the string "world"', '字符串 "world" 在此', 'zh_CN', 'latin'),
        ('Lock ``of=(...)``', '锁定 ``of=(...)`` 模型', 'zh_CN', 'ending'),
        ('see http://example.org', 'ver https://www.example.org/', 'es', 'links'),
        ('Press <key>Enter</key>', 'Pulse <key>Intro</key> o <key>Retorno</key>', 'es', 'tags'),
        ('Use ``%(day)s`` here', '在这里使用 %(day)s 吧', 'zh_CN', 'placeholders'),
        ('Thanks to OMG! Ubuntu', 'Gracias a OMG! Ubuntu', 'es', 'paired'),
        (
            'From 17 to 23 November he was at the 24th summit. It ended well.',
            'Vom 17. bis 23. November war er auf dem 24. Gipfeltreffen. Es endete gut.',
            'de',
            'sentences',
        ),
        ('There are 2 ways.', '有２種方法。', 'zh_TW', 'ending'),
        ('He said “yes” to it', '他說「是」', 'zh_TW', 'quotes'),
        ('What is it?', '何ですか！？', 'ja', 'ending'),
        ('What is it?', 'Τι είναι;', 'el', 'ending'),
        ('It is so.', 'يعمل هكذا۔', 'ur', 'ending'),
        ('It is so. It works.', 'มันเป็นเช่นนั้น มันใช้งานได้', 'th', 'ending'),
        ('a lot of facts', 'bastantes factos', 'pt_PT', 'european'),
    ],
)
def test_what_is_usual_is_not_said(source: str, target: str, language: str, code: str) -> None:
    assert code not in severities(source, target, language)


@pytest.mark.parametrize(
    ('source', 'target', 'language', 'code'),
    [
        # markup as the language needs it
        ('Call OptionParser.', 'Rufen Sie :class:`OptionParser` auf.', 'de', 'roles'),
        ('A plan.', 'Ein Plan, siehe :ref:`plan`.', 'de', 'roles'),
        ('Use :meth:`fetchone`.', 'Utilisez :meth:`~Cursor.fetchone`.', 'fr', 'roles'),
        ('The ``for`` loop', 'la boucle *for*', 'fr', 'literals'),
        ("Use ``'set()'``.", 'Utilisez ``set()``.', 'fr', 'literals'),
        ('Call ``f(x...)``.', 'Appelez ``f(x…)``.', 'fr', 'literals'),
        ('Call ``f.read(size)``.', 'Appelez ``f.read(taille)``.', 'fr', 'literals'),
        ('Import ``foo.bar``.', 'Importez ``truc.machin``.', 'fr', 'literals'),
        ('Return whether it is so.', 'Renvoie ``True`` si c’est le cas.', 'fr', 'literals'),
        ('It is *not* so.', 'Das ist falsch.', 'de', 'emphasis'),
        ('The `id` of the link table', '`id` в таблице `link`', 'ru', 'emphasis'),
        ('Call ``f = open(filename)``.', 'Appelez ``f = open(nom_du_fichier)``.', 'fr', 'literals'),
        ('As in ``(x,y)=something``.', 'Comme ``(x, y) = quelque_chose``.', 'fr', 'literals'),
        ('Set ``hash=False`` if', 'mettre *hash* à ``False`` si', 'fr', 'literals'),
        ('Use ``spam`` there.', 'Utilisez ``spam`` avec ``spams``.', 'fr', 'literals'),
        ('In ``Custom Errors``', 'Unter `Eigene Fehler`', 'de', 'literals'),
        ('It is ``[Your Name]Plugin``.', 'Es ist ``[Ihrname]Plugin``.', 'de', 'literals'),
        (
            'On ``https://x.example/path_to_it/``',
            'Auf ``https://x.example/weg_dahin/``',
            'de',
            'literals',
        ),
        ('See `Hoe`_.', 'Siehe `die Hacke`_.', 'de', 'renamed'),
        (
            'one `a <https://a.example>`_, `b <https://b.example>`_',
            'ein `b <https://b.example>`_, `a <https://a.example>`_',
            'de',
            'links',
        ),
        ('A text.', 'Ein Text: `a <https://a.example>`_', 'de', 'links'),
        # how a language ends, begins and lists
        ('The gate is open.', 'la porte est ouverte ;', 'fr', 'ending'),
        ('The gate is open.', 'la porte est ouverte ;', 'fr', 'capital'),
        ('Do as follows:', '以下のようにします。', 'ja', 'ending'),
        ('Will it open?', '開くでしょうか。', 'ja', 'ending'),
        ('The gate is open. It is wide.', '문이 열려 있고 넓습니다.', 'ko', 'sentences'),
        ('a year', 'a year', 'de', 'untouched'),
    ],
)
def test_what_another_language_needs_is_no_warning(
    source: str, target: str, language: str, code: str
) -> None:
    assert severities(source, target, language).get(code, Severity.INFO) is Severity.INFO


@pytest.mark.parametrize(
    ('source', 'target', 'language', 'code'),
    [
        ('In February 1991 it began.', '1991 年 2 月に始まりました。', 'ja', 'numbers'),
        ('It began in March 2001.', 'Он начался в марте 2001 года.', 'ru', 'numbers'),
        ('It may need 8.0 may be.', 'Es braucht vielleicht 8.0.', 'de', 'numbers'),
        ('The port is 80,8080.', 'El puerto es 80,8080.', 'es', 'numbers'),
        ('The default is 512M.', 'По умолчанию 512M.', 'ru', 'numbers'),
        ('It is 82% full.', 'Doluluk oranı %82.', 'tr', 'numbers'),
        ('This is not 100% safe.', 'Das ist nicht ganz sicher.', 'de', 'numbers'),
        ('A plan.', '計画です。(訳注: 2.7 では違います。)', 'ja', 'numbers'),
        ('Install phpMyAdmin now.', 'phpMyAdmin jetzt installieren.', 'de', 'capital'),
        ('A list (optional).', 'eine Liste (optional)', 'de', 'ending'),
        ('Any given extra.', '追加物 <extras> です。', 'ja', 'tags'),
        ('It may run a ".sql" file?', 'Kann es ".sql" ausführen?', 'de', 'paired'),
        ('A question /a.py?x=1.', 'Una pregunta /a.py?x=1.', 'es', 'paired'),
        ('or with HTTPS::', 'ou avec HTTPS ::', 'fr', 'links'),
        ('unsafe:  \nIt is _so_.', '不安全：  \n它是 **这样**。', 'zh_CN', 'glued'),
        ('Ask a@b.example.', 'a@b.example에서 물어보세요.', 'ko', 'sites'),
        ('https://en.wikipedia.org/wiki/SQL', 'https://www.wikipedia.org/wiki/SQL', 'de', 'links'),
        ('(Contributed by Alan Turing in :issue:`1`.)',
         '(Contributed by Alan Turing in :issue:`1`.)', 'ja', 'untouched'),
        ('O utilizador guarda o ficheiro', 'O utilizador guarda o ficheiro', 'pt', 'european'),
        ('It reaches as far as *y*. An end.', 'Il va jusqu’à *y*. Une fin.', 'fr', 'sentences'),
        ('only one day in a week', '1週間に1日だけ', 'ja', 'measures'),
        ('It is ``"http://example.com/"``.', 'Es "http://example.com/".', 'es', 'sites'),
        ('1) As :pep:`8` says.', '1） :pep:`8` の通り。', 'ja', 'paired'),
        ('It is on Read the Docs now.', '它现在在 Read the Docs 上。', 'zh_CN', 'latin'),
        ('It is on Read the Docs now.', '它在Read the Docs上。', 'zh_CN', 'latin'),
        ('German for all readers', 'alemán para todos', 'es', 'capital'),
        ('The ``elt`` (or it) is one.', '``elt``\\(또는 그것)는 하나입니다.', 'ko', 'paired'),
        ('The gate stays as it is.', 'La puerta no cambia.', 'es', 'negations'),
    ],
)  # fmt: skip
def test_what_is_right_in_its_language_is_not_blamed(
    source: str, target: str, language: str, code: str
) -> None:
    assert code not in severities(source, target, language)


@pytest.mark.parametrize(
    ('source', 'target', 'language', 'code', 'severity'),
    [
        ('See :pep:`8`.', 'Voir le PEP et :rfc:`9`.', 'fr', 'roles', Severity.ERROR),
        ('See the gate.', 'Siehe :rfc:`9`.', 'de', 'roles', Severity.ERROR),
        ('Use :meth:`sendfile`.', 'Utilisez :meth:`setfile`.', 'fr', 'roles', Severity.ERROR),
        ('Use :func:`open`.', 'Utilisez ``open``.', 'fr', 'roles', Severity.WARNING),
        ('Add ``-k`` to it.', 'Ajoutez ``-w`` là.', 'fr', 'literals', Severity.WARNING),
        ('In ``tests/main.rs``', 'Dans ``test/main.rs``', 'fr', 'literals', Severity.WARNING),
        ('Will it open?', 'Cela ouvrira.', 'fr', 'ending', Severity.WARNING),
        ('The dollar falls.', 'El euro cae.', 'es', 'measures', Severity.WARNING),
        ('It is 5 miles.', 'Son 5 kilómetros.', 'es', 'measures', Severity.ERROR),
        (
            'If ``isinstance(c, C)`` is',
            'si ``isInstance (c, C)``',
            'fr',
            'literals',
            Severity.WARNING,
        ),
        ('Set ``hash=False`` if', 'mettre *hash* à faux si', 'fr', 'literals', Severity.WARNING),
        ('Use ``--with-it`` now', 'Nutze ``-with-it``', 'de', 'literals', Severity.WARNING),
        ('Do ``git push`` now', 'Faites ``git``', 'fr', 'literals', Severity.WARNING),
        ('Set it to ``ask`` now.', 'Setzen Sie ``fragen``.', 'de', 'literals', Severity.WARNING),
        ('A plan (of it) here.', '계획\\(그것의 여기.', 'ko', 'paired', Severity.WARNING),
        ('A ``http://a.example``.', 'Un http://b.example.', 'es', 'sites', Severity.ERROR),
        ('A plan (here) of it.', '計画（ここです。', 'ja', 'paired', Severity.WARNING),
        ('It goes to the Docs now.', '它现在去 the Docs 上。', 'zh_CN', 'latin', Severity.WARNING),
    ],
)
def test_what_is_wrong_is_still_found(
    source: str, target: str, language: str, code: str, severity: Severity
) -> None:
    assert severities(source, target, language)[code] is severity
