"""Sentences that nobody tuned the rules for: right ones are not blamed, planted defects are found.

Each language by its own rules; the examples of the manual are true.
"""

import csv
from pathlib import Path

import pytest
from judging import severities

from editions.catalogs.po.messages import Message
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import judge_message
from editions.findings import Severity
from editions.markup import UNKNOWN

EXAMPLES = Path(__file__).parents[1] / 'docs' / 'reference' / 'examples.csv'


def blamed(code: str, source: str, target: str) -> set[str]:
    found = severities(source, target, code)
    return {rule for rule, severity in found.items() if severity > Severity.INFO}


RIGHT = [
    ('es', 'The warranty lasts 18 months.', 'La garantía dura año y medio.'),
    (
        'es',
        'In 2023 the town had 1,254,300 inhabitants.',
        'En 2023 la ciudad tenía 1\xa0254\xa0300 habitantes.',
    ),
    (
        'es',
        'Prices rose 3.5% in the first half of the year.',
        'Los precios subieron un 3,5\xa0% en el primer semestre.',
    ),
    (
        'es',
        'The meeting is on 17 November 2026 at 9:30 p.m.',
        'La reunión es el 17 de noviembre de 2026 a las 21:30.',
    ),
    ('es', 'She said: “I will be back in two weeks.”', 'Dijo: «Volveré en dos semanas».'),
    ('es', 'The fund holds $20 billion.', 'El fondo tiene 20\xa0000 millones de dólares.'),
    ('es', 'It was built in the 1990s.', 'Se construyó en los años noventa.'),
    (
        'es',
        'A dozen eggs cost half as much as in 2019.',
        'Una docena de huevos cuesta la mitad que en 2019.',
    ),
    (
        'es',
        'About 2.5 million people live within 10 km of the coast.',
        'Unos 2,5\xa0millones de personas viven a menos de 10\xa0km de la costa.',
    ),
    ('es', 'Is it open on Sundays?', '¿Abre los domingos?'),
    ('pt_BR', 'The warranty lasts 18 months.', 'A garantia vale por um ano e meio.'),
    (
        'pt_BR',
        'In 2023 the town had 1,254,300 inhabitants.',
        'Em 2023, a cidade tinha 1.254.300 habitantes.',
    ),
    ('pt_BR', 'Prices rose 3.5% last year.', 'Os preços subiram 3,5% no ano passado.'),
    (
        'pt_BR',
        'The train leaves at 9:30 p.m. on March 5.',
        'O trem sai às 21h30 do dia 5 de março.',
    ),
    ('pt_BR', 'She said: “I will be back in two weeks.”', 'Ela disse: “Volto em duas semanas”.'),
    ('pt_BR', 'The fund holds $20 billion.', 'O fundo tem US$\xa020\xa0bilhões.'),
    ('pt_BR', 'It was built in the 19th century.', 'Foi construído no século XIX.'),
    ('pt_BR', 'Between 10 and 12 thousand people came.', 'Vieram entre 10 e 12\xa0mil pessoas.'),
    ('pt_BR', 'Three quarters of the members voted.', 'Três quartos dos membros votaram.'),
    (
        'pt_BR',
        'Version 2.0 was released on 2024-05-01.',
        'A versão 2.0 foi lançada em 1º de maio de 2024.',
    ),
    ('zh_CN', 'The warranty lasts 18 months.', '保修期为一年半。'),
    ('zh_CN', 'In 2023 the town had 1,250,000 inhabitants.', '2023年，该市有125万居民。'),
    ('zh_CN', 'Prices rose 3.5% in the first half of the year.', '上半年物价上涨3.5%。'),
    (
        'zh_CN',
        'The meeting is on 17 November 2026 at 9:30 p.m.',
        '会议定于2026年11月17日晚上9点30分举行。',
    ),
    ('zh_CN', 'She said: “I will be back in two weeks.”', '她说：“两周后我就回来。”'),
    ('zh_CN', 'The fund holds $20 billion.', '该基金持有200亿美元。'),
    ('zh_CN', 'It was built in the 1990s.', '它建于20世纪90年代。'),
    ('zh_CN', 'Two thirds of the 300 members voted.', '300名成员中有三分之二投了票。'),
    ('zh_CN', 'Trade grew twentyfold in ten years.', '十年间贸易额增长了二十倍。'),
    ('zh_CN', 'A decade later 12 countries had joined.', '十年后，已有12个国家加入。'),
    ('fr', 'The warranty lasts 18 months.', 'La garantie dure dix-huit mois.'),
    (
        'fr',
        'In 2023 the town had 1,254,300 inhabitants.',
        'En 2023, la ville comptait 1\u202f254\u202f300 habitants.',
    ),
    ('fr', 'Prices rose 3.5% last year.', 'Les prix ont augmenté de 3,5\xa0% l’an dernier.'),
    (
        'fr',
        'The meeting is on 17 November 2026 at 9:30 p.m.',
        'La réunion aura lieu le 17 novembre 2026 à 21\xa0h\xa030.',
    ),
    (
        'fr',
        'She said: “I will be back in two weeks.”',
        'Elle a dit\xa0: «\xa0Je reviendrai dans deux semaines.\xa0»',
    ),
    ('fr', 'The fund holds $20 billion.', 'Le fonds détient 20\xa0milliards de dollars.'),
    ('fr', 'It was built in the 1990s.', 'Il a été construit dans les années 1990.'),
    ('fr', 'Do you see “the old gate” there?', 'Voyez-vous «\xa0la vieille porte\xa0» là-bas\xa0?'),
    ('fr', 'The first of May is a holiday.', 'Le 1er mai est férié.'),
    (
        'fr',
        'The queen of the 16th century wrote 80 letters.',
        'La reine du XVIe\xa0siècle écrivit quatre-vingts lettres.',
    ),
    ('de', 'The warranty lasts 18 months.', 'Die Garantie gilt anderthalb Jahre.'),
    (
        'de',
        'In 2023 the town had 1,254,300 inhabitants.',
        'Im Jahr 2023 hatte die Stadt 1.254.300 Einwohner.',
    ),
    ('de', 'Prices rose 3.5% last year.', 'Die Preise stiegen im vergangenen Jahr um 3,5\xa0%.'),
    (
        'de',
        'The meeting is on 17 November 2026 at 9:30 p.m.',
        'Die Sitzung ist am 17.\xa0November 2026 um 21:30\xa0Uhr.',
    ),
    (
        'de',
        'She said: “I will be back in two weeks.”',
        'Sie sagte: „Ich bin in zwei Wochen zurück.“',
    ),
    ('de', 'The fund holds $20 billion.', 'Der Fonds hält 20\xa0Milliarden Dollar.'),
    ('de', 'It was built in the 1990s.', 'Es wurde in den 1990er-Jahren gebaut.'),
    ('de', 'It opens at half past eight.', 'Es öffnet um halb neun.'),
    (
        'de',
        'See sections 2 and 3, e.g. “The ‘old’ gate”.',
        'Siehe Abschnitte 2 und 3, z.\xa0B. „Das ‚alte‘ Tor“.',
    ),
    (
        'de',
        'The 3rd edition has 1.5 times as many pages.',
        'Die 3.\xa0Auflage hat anderthalbmal so viele Seiten.',
    ),
    ('ja', 'The warranty lasts 18 months.', '保証期間は1年半です。'),
    ('ja', 'In 2023 the town had 1,250,000 inhabitants.', '2023年、市の人口は125万人でした。'),
    ('ja', 'Prices rose 3.5% last year.', '昨年、物価は3.5%上昇した。'),
    (
        'ja',
        'The meeting is on 17 November 2026 at 9:30 p.m.',
        '会議は2026年11月17日午後9時30分に行われます。',
    ),
    ('ja', 'She said: “I will be back in two weeks.”', '彼女は「2週間後に戻ります」と言いました。'),
    ('ja', 'The fund holds $20 billion.', '基金の保有額は200億ドルです。'),
    ('ja', 'It was built in the 1990s.', '1990年代に建てられました。'),
    ('ja', 'Hexadecimal digits are used.', '16 進数を使います。'),
    ('ja', 'There is one gate.', '門が1つあります。'),
    ('ja', 'There are %d rows in {name}.', '{name}には%d行あります。'),
    ('ko', 'It is reduced to 5%, so 10% is fine.', '5%로 줄이므로 10%도 괜찮습니다.'),
    ('fr', 'It came out on 20181220.', 'Paru le 20/12/2018.'),
    ('zh_CN', 'It came out on 20181220.', '发布于2018年12月20日。'),
    ('zh_CN', 'The range is [33.6, 36.4] Hz.', '范围为[33.6,36.4]Hz。'),
    ('ru', 'It moves up to 5 microns (.005mm).', 'Сдвиг до 5 микрон (.005 мм).'),
    ('es', 'Library - Icon Browse', 'Biblioteca - Icono Navegar'),
    ('es', '0.75 of it', "0'75 de ello"),
    ('de', 'We use System.IO, Foo.Bar and a,b.', 'Wir nutzen System.IO, Foo.Bar und a,b.'),
    ('ru', 'It is open : 5', 'Открыто : 5'),
    ('tr', 'The tuning_tower module loads.', 'tuning_tower modülü yüklenir.'),
    ('zh_CN', 'Place it (Settings - About)', '放置（设置 - 关于）'),
    ('it', 'It has 720x1,280 pixels.', 'Ha 720x1280 pixel.'),
    ('zh_TW', 'It fits their 3D printer and 2 axes.', '它適合印表機和2軸。'),
    ('pl', 'Dance! It (now) is fixed.', 'Tańcz :) To (już) naprawione.'),
    ('zh_CN', 'It is from 900 ohms to 1.8K.', '在900欧姆到1.8K的范围内。'),
    ('ja', 'It makes 175K steps.', '175Kステップです。'),
    ('zh_TW', 'It would run about 3 years.', '大約可以執行3年。'),
    ('es', 'It is about 25 microns (.025mm).', 'Son unas 25 micras (.025mm).'),
    ('zh_CN', ':bdg-success:`Recommended`', ':bdg-success:`推荐`'),
    ('zh_CN', 'Vector-Jacobian products', '向量-雅可比积'),
    ('fa', 'It is in ini format.', '\u202bدر فرمت INI است.\u202c'),
    ('tr', '%1 is one of %2; 5% of 82', '%1, %2 içinde; 82 üzerinden %5'),
    ('cs', 'It is too old. :(', 'Je příliš starý. :('),
    ('cs', 'It is 10m wide.', 'Je 10 m široká.'),
    ('ar', 'Change the name "Device #1"', 'قم بتغيير الاسم "الجهاز رقم 1"'),
    ('es', 'It is third-party: the 3rd party’s.', 'Es de terceros.'),
    ('es', 'See «What is it?» 2019.', 'Véase «What is it?» 2019.'),
    ('ja', 'All are |co|. If not, no.', 'すべて |co| です。 |co| でない場合。'),
    ('zh_TW', 'See steps 1-5 of the LPC176x.', '見LPC176x架構的步驟1-5。'),
    ('ca', 'Up to 250000 from the host.', 'Fins a 250000 des de l’amfitrió.'),
    ('fr', 'See ``a-<version-number>.snap``.', 'Voir ``a-<numero-de-version>.snap``.'),
    ('fr', "Others fail on ``Don't Allow``.", 'D’autres échouent dans ce cas.'),
    ('ca', 'distance = <full_steps> * <steps>\n', 'distance = <passos> * <micropassos>\n'),
    ('nl', 'Loop in waveform is active.', 'Lus in waveform is actief.'),
    ('gl', 'Point it to ``http://YOUR_IP:9221``', 'Diríxete a "http: // YOUR_IP: 9221"'),
    ('pt_BR', 'It finds “hip-hop“ from any year.', 'Vai encontrar “hip-hop“ de qualquer ano.'),
    ('de', 'Select ``Location settings...``', 'Wählen Sie ``Ortungsdienste einstellen...``'),
    ('fr', '``Using GPS`` turns it on.', '``Utiliser le GPS`` l’active.'),
    (
        'zh_CN',
        '``{"id": 1, "state": "Printer is ready", "path": "/home/pi/klipper"}``',
        '``{"id": 1, "state": "Printer is ready", "path": "/home/pi/klipper"}``',
    ),
]
WRONG = [
    ('es', 'In 2016 they met.', 'Se reunieron en 2017.', 'numbers'),
    ('es', 'The fund holds $20 billion.', 'El fondo tiene 20 millones de dólares.', 'numbers'),
    ('es', 'Prices rose 3.5%.', 'Los precios subieron un 5,3\xa0%.', 'numbers'),
    ('es', 'See :ref:`plan`.', 'Véase :ref:`puerta`.', 'roles'),
    ('es', 'A **bold** word here.', 'Una **palabra aquí.', 'unclosed'),
    ('es', 'It costs 5 miles.', 'Son 5\xa0kilómetros.', 'measures'),
    ('es', 'It is “open”.', 'Está «abierto”.', 'paired'),
    ('es', 'The gate is open.', 'La puerta está abierta .', 'spaces'),
    ('es', 'Is it open?', 'Está abierto?', 'paired'),
    (
        'es',
        'The gate is not open to visitors.',
        'La puerta está abierta a los visitantes.',
        'negations',
    ),
    ('pt_BR', 'In 2016 they met.', 'Eles se reuniram em 2017.', 'numbers'),
    ('pt_BR', 'The fund holds 20 billion.', 'O fundo tem 20 milhões.', 'numbers'),
    ('pt_BR', 'The user saves the file.', 'O usuário guarda o ficheiro.', 'european'),
    ('pt_BR', 'It is on 17–23 November.', 'É de 18 a 23 de novembro.', 'numbers'),
    ('pt_BR', 'Use ``open`` now.', 'Use ``opne`` agora.', 'literals'),
    ('pt_BR', 'See `a <https://a.example>`_.', 'Veja `a <https://evil.example>`_.', 'sites'),
    ('pt_BR', 'The gate is open today.', 'O portão portão está aberto hoje.', 'doubled'),
    ('zh_CN', 'The fund holds $20 billion.', '该基金持有20亿美元。', 'numbers'),
    ('zh_CN', 'In 2016 they met.', '他们于2017年会面。', 'numbers'),
    ('zh_CN', 'The garden is open.', '花園开放。', 'traditional'),
    ('zh_CN', 'The gate is open, and wide.', '门开着, 而且很宽。', 'width'),
    ('zh_CN', 'The state of the garden is good.', '花园的 state 很好。', 'latin'),
    ('zh_CN', 'A rose. A gate.', '一朵玫瑰。门开着。门开着。', 'repetition'),
    ('zh_CN', 'Use **this** one', '请用**这个', 'glued'),
    ('fr', 'See :pep:`8` and :ref:`plan`.', 'Voir la :pep:`9` et :ref:`plan`.', 'roles'),
    ('fr', 'In 2016 they met.', 'Ils se sont réunis en 2017.', 'numbers'),
    (
        'fr',
        'The gate is open. It leads to the garden, where the roses grow in summer.',
        'La porte est ouverte.',
        'sentences',
    ),
    ('fr', 'Use ``--all`` here.', 'Utilisez ``--tous`` ici.', 'literals'),
    ('fr', 'It is (quite) open.', 'Elle est (assez ouverte.', 'paired'),
    ('fr', 'Is it open today?', 'Elle est ouverte aujourd’hui.', 'ending'),
    ('de', 'In 2016 they met in 12 rooms.', '2016 trafen sie sich in 13 Räumen.', 'numbers'),
    ('de', 'See `a <https://a.example>`_.', 'Siehe `a <https://evil.example>`_.', 'sites'),
    ('de', 'The **gate** is open.', 'Das **Tor ist offen.', 'unclosed'),
    (
        'de',
        'We will see which of these are in the garden and what they will be.',
        'We will see which of these are in the garden and what they will be.',
        'untouched',
    ),
    ('de', 'It is “open”.', 'Es ist „offen.', 'paired'),
    ('ja', 'It has 12 gates.', '門が13あります。', 'numbers'),
    ('ja', 'Use ``open``.', '``opne``を使います。', 'glued'),
    ('ja', 'See :ref:`plan`.', ':ref:`gate` を参照。', 'roles'),
    ('ja', 'Use *this* one.', 'これを*使って。', 'glued'),
    ('ja', 'Is it %(name)s?', 'これは %(nome)s ですか？', 'placeholders'),
    (
        'zh_CN',
        'The museum opens at nine. Entry is free.',
        '博物馆九点开门。Entry is free.',
        'latin',
    ),
    ('zh_TW', 'It is closed because of repairs.', '它 because 維修而關閉。', 'latin'),
    ('ru', 'There are 3 rooms.', 'Есть ３ комнаты.', 'width'),
    ('fr', 'The gate is open.', 'La porte\u200f est ouverte.', 'characters'),
    ('ru', 'It is steep, but short.', 'Она крутая , но короткая.', 'spaces'),
    ('de', 'Author: the town council', 'Autor : der Stadtrat', 'spaces'),
    ('fr', 'Bring water, bread and cheese.', 'Apportez de l’eau,du pain et du fromage.', 'spaces'),
    ('es', 'It is steep. Wear shoes.', 'Es empinado.Lleve zapatos.', 'spaces'),
    ('it', 'It is steep. Wear shoes.', 'È ripido .Indossare scarpe.', 'spaces'),
    ('de', 'It has 1,250,000 fish.', 'Er hat 1,250,000 Fische.', 'separators'),
    ('es', 'It began in 1990.', 'Comenzó en 1890.', 'numbers'),
    ('es', 'Wait 2 seconds, then 2 seconds.', 'Espere 9 segundos y 2 segundos.', 'numbers'),
    ('es', 'A “3 × 3” model.', 'Un modelo «3×8».', 'numbers'),
    ('zh_CN', 'I2C is set to 400000 on default.', 'I2C默认设置为40000。', 'numbers'),
    ('it', 'It has 720x1,280 pixels.', 'Ha 720x1380 pixel.', 'numbers'),
]


@pytest.mark.parametrize(('code', 'source', 'target'), RIGHT)
def test_a_right_sentence_is_not_blamed(code: str, source: str, target: str) -> None:
    assert not blamed(code, source, target)


@pytest.mark.parametrize(('code', 'source', 'target', 'rule'), WRONG)
def test_a_planted_defect_is_found(code: str, source: str, target: str, rule: str) -> None:
    assert rule in blamed(code, source, target)


@pytest.mark.parametrize(
    ('code', 'source', 'target', 'rule'),
    [
        ('de', 'Most apps are old.', '\u200eDie meisten Apps sind alt.', 'characters'),
        ('es', 'A 2.048 volt reference.', 'Una referencia de 2.048 voltios.', 'numbers'),
    ],
)
def test_what_breaks_nothing_or_is_read_in_two_ways_is_a_warning(
    code: str, source: str, target: str, rule: str
) -> None:
    assert severities(source, target, code) == {rule: Severity.WARNING}


@pytest.mark.parametrize(
    ('target', 'right'),
    [
        ('<div class="a">Bild</div>', True),
        ('<div class="b">Bild</div>', False),
        ('<div class="a">Bild</div><img src="x">', False),
        ('<div class="a">Bild<img src="x" onerror="a()"', False),
    ],
)
def test_of_raw_html_the_tags_are_the_sources_and_the_text_is_translated(
    target: str, right: bool
) -> None:
    message, use = Message('<div class="a">Image</div>', (target,)), Use(None, UNKNOWN)
    found = judge_message(message, Policy('de', 'en'), use).findings
    assert ('files' not in {finding.code for finding in found}) is right


def examples() -> list[list[str]]:
    rows = list(csv.reader(EXAMPLES.read_text('utf-8').splitlines()))
    plain = [[cell.replace('\\`', '\0').replace('``', '') for cell in row] for row in rows]
    return [[cell.replace('\0', '`') for cell in row] for row in plain]


@pytest.mark.parametrize(('rule', 'code', 'source', 'wrong', 'right'), examples())
def test_the_examples_of_the_manual_are_true(
    rule: str, code: str, source: str, wrong: str, right: str
) -> None:
    assert rule in blamed(code, source, wrong)
    assert not blamed(code, source, right)
