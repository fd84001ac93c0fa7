import { type Disguise, ofDates, ofMarks, ofNames, ofNumbers, ofPlaces } from './disguises.ts'

/** What must not pass, and how it may look. Every value is invented. */
export interface LeakKind {
  readonly kind: string
  readonly of: 'identifier' | 'phone' | 'date' | 'name' | 'name in a text' | 'place'
  readonly jurisdiction: 'kg' | 'mn'
  readonly values: readonly string[]
  readonly disguises: readonly Disguise[]
}

type Listed = readonly (readonly [kind: string, ...values: string[]])[]

function kindsOf(
  of: LeakKind['of'],
  jurisdiction: LeakKind['jurisdiction'],
  disguises: readonly Disguise[],
  all: Listed,
): readonly LeakKind[] {
  return all.map(([kind, ...values]) => ({ kind, of, jurisdiction, values, disguises }))
}

/** Written down before any rule of today was. */
export const leakKinds: readonly LeakKind[] = [
  ...kindsOf('identifier', 'kg', ofNumbers, [
    ['personal number of a woman', '21505199001234', '20101198500017'],
    ['personal number of a man', '10703198500321', '13112200300456'],
    ['personal number of a child', '22912201500077'],
    ['number of a legal entity', '02611200910188'],
    ['personal number in groups', '2 15051990 01234', '1-07031985-00321'],
    ['personal number in pairs', '21 50 51 99 00 12 34'],
    ['bank card', '4111111111111111', '5555 5555 5555 4444'],
  ]),
  ...kindsOf('identifier', 'kg', ofMarks, [
    ['personal number with its name', 'ПИН 21505199001234', 'пин: 1 07031985 00321'],
    ['tax number with its name', 'ИНН 1234567890', 'INN 123456789012'],
    ['Kazakh number with its name', 'ИИН 900101300123'],
    ['insurance number', '112-233-445 95', 'СНИЛС 11223344595'],
    ['passport', 'AN1234567', 'AN 7654321'],
    ['identity card', 'ID1234567', 'ID №7654321'],
    ['foreign passport', 'AC2345678', 'FA1234567'],
    ['passport with its name', 'паспорт AN-1234567', 'паспорту ID0987654'],
    ['machine-readable zone', 'P<KGZASANOV<<BOLOT<<<<<', 'IDKGZ123456789'],
    ['bank account', 'KZ86125KZT5004100100', 'DE89 3704 0044 0532 0130 00'],
    ['vehicle', '01KG123ABC', '08 KG 456 ABK'],
    ['e-mail', 'a.asanova@example.kg', 'bolot_77@example.com'],
    ['e-mail spelled out', 'asanova(at)example.kg', 'asanova [собака] example.kg'],
    ['profile', 't.me/asanov', 'wa.me/996555123456', '@asanova_a'],
    ['page', 'https://example.kg/u/5', 'www.example.kg'],
    ['place on the map', '42.8746, 74.5698', '40.513900 72.816100'],
  ]),
  ...kindsOf('phone', 'kg', ofNumbers.slice(0, 11), [
    ['mobile phone', '0555123456', '0700 987 654'],
    ['mobile phone with the country', '+996555123456', '996 (700) 12-34-56'],
    ['mobile phone with 00', '00996777123456'],
    ['mobile phone without a prefix', '555 123 456', '700-12-34-56'],
    ['landline', '0312 61 23 45', '+996 312 612345'],
    ['Kazakh phone', '87051234567', '+7 705 123 45 67'],
    ['Russian phone', '+79161234567', '8 916 123-45-67'],
    ['Uzbek phone', '+998901234567', '+998 90 123 45 67'],
  ]),
  ...kindsOf('date', 'kg', ofDates, [
    ['date of birth', '05.03.1990', '31.12.1985'],
    ['date of birth, year first', '1990-03-05', '1985/12/31'],
    ['date of birth with slashes', '5/3/1990', '05/03/1990'],
    ['date in words', '5 марта 1990', '12 декабря 1985 года'],
    ['date in English words', '5 March 1990', '12 December, 1985'],
    ['date in Kyrgyz words', '1990-жылдын 5-марты', '5-март 1990'],
    ['year of birth in words', '1990 г.р.', '1990 года рождения', '1990-жылы туулган'],
  ]),
  ...kindsOf('name', 'kg', ofNames, [
    ['given name and surname', 'Бакыт Асанов', 'Айгуль Садыкова', 'Нурлан Жумабаев'],
    ['surname and given name', 'Асанов Бакыт', 'Токтогулова Жылдыз', 'Абдыкадыров Эрмек'],
    ['given name and surname in Latin', 'Aigul Sadykova', 'Nurlan Zhumabaev', 'Chyngyz Abdyldaev'],
    ['surname and given name in Latin', 'Asanov Bakyt', 'Kadyrova Gulnara'],
    ['short surname', 'Ким Ирина', 'Ли Марина', 'Цой Виктор'],
    ['short surname in Latin', 'Kim Irina', 'Viktor Tsoi'],
    ['Russian name in full', 'Иванов Пётр Сергеевич', 'Смирнова Ольга Николаевна'],
    ['Kyrgyz name with a Russian patronymic', 'Усенова Назгуль Маратовна', 'Осмонов Кубаныч Темирбекович'],
    ['Kyrgyz name of a son', 'Асан Болот уулу', 'Болот уулу Асан', 'Азамат Эсен уулу'],
    ['Kyrgyz name of a daughter', 'Айгерим Нурлан кызы', 'Жеңиш кызы Айжан'],
    ['Kyrgyz name in Latin', 'Bolot uulu Asan', 'Aigerim Nurlan kyzy'],
    ['Uzbek name', 'Рахимов Шавкат', 'Dilnoza Karimova'],
    ['surname without an ending', 'Бондаренко Светлана', 'Шевчук Андрей'],
    ['surname in -ский', 'Ковальский Дмитрий', 'Анна Вишневская'],
  ]),
  ...kindsOf(
    'name',
    'kg',
    ofNames.filter(({ name }) => !/small|number|commas/.test(name)),
    [
      ['name with initials', 'Касымов А.Б.', 'Садыкова Г. Т.'],
      ['initials and name', 'А.Б. Касымов', 'Г. Т. Садыкова'],
      ['name with initials in Latin', 'Ivanov I.I.', 'I. I. Ivanov'],
    ],
  ),
  ...kindsOf(
    'name in a text',
    'kg',
    ofNames.filter(({ name }) => !/number|commas|underscores|slashes/.test(name)),
    [
      ['name in a title', 'Обучение: Бакыт Асанов', 'Проверка жалобы Асановой Айгуль'],
      ['name in an English title', 'Training led by Nurlan Asanov', 'Review of the file of Aigul Sadykova'],
      ['name in a Kyrgyz title', 'Жооптуу: Айгүл Садыкова', 'Окутуу: Бакыт Асанов өткөрөт'],
    ],
  ),
  ...kindsOf(
    'name in a text',
    'kg',
    ofNames.filter(({ name }) => !/small|capitals|number|commas|underscores/.test(name)),
    [
      ['surname in a text', 'беседа с Асановым в офисе', 'передано Садыковой на подпись', 'по просьбе Жумабаева'],
      ['given name in a text', 'Ответственная: Гульнара', 'отчёт готовит Айгерим', 'Жооптуу: Нургүл'],
      ['given name in an English text', 'to be checked by Aigerim', 'Gulnara will report'],
    ],
  ),
  ...kindsOf('place', 'kg', ofPlaces, [
    ['street', 'ул. Манаса 12', 'улица Киевская 5', 'ул.Ленина, д. 7'],
    ['avenue', 'Чүй проспекти 115', 'пр-т Чуй 120', 'проспект Эркиндик 33'],
    ['Kyrgyz street', 'Манас көчөсү 12', 'Абдрахманов көчөсү, 45'],
    ['house in a village', 'с. Кара-Суу, Ленина 5', 'с. Ивановка, Садовая 14'],
    ['flat without a street', 'Токтогула 45 кв 3', 'Боконбаева 17-8, кв. 12'],
    ['block', 'мкр. Джал 23', '7 микрорайон, дом 12'],
    ['English street', '12 Chui Avenue', 'Tynystanov street 5'],
  ]),
  ...kindsOf('identifier', 'mn', ofMarks, [
    ['register number', 'УК85041512', 'ЧЛ02251134'],
    ['register number with its name', 'РД: УК85041512', 'регистрийн дугаар ТА99122407'],
    ['Mongolian passport', 'E1234567'],
  ]),
  ...kindsOf('phone', 'mn', ofNumbers.slice(0, 11), [
    ['Mongolian phone', '9911-2233', '8800 1234'],
    ['Mongolian phone with the country', '+976 99112233', '976 8811 2233'],
  ]),
  ...kindsOf('name', 'mn', ofNames, [
    ['Mongolian name', 'Доржийн Батбаяр', 'Ганболдын Оюунчимэг'],
    ['Mongolian name in Latin', 'Batbayar Dorj', 'Ganbold Oyunchimeg'],
  ]),
  ...kindsOf(
    'name',
    'mn',
    ofNames.filter(({ name }) => !/small|number|blanks|under|slash|comma/.test(name)),
    [['Mongolian name with an initial', 'Д.Батбаяр', 'Г. Оюунчимэг']],
  ),
  ...kindsOf('place', 'mn', ofPlaces, [['Mongolian address', '3-р хороо, 12 тоот', 'Энхтайваны өргөн чөлөө 15']]),
]

/** Written down after the lists, without looking at them: given names of which most are in none, beside surnames with an ending. */
export const heldOutNames = {
  given: [
    ...[
      'Аккозу',
      'Бүкарбай',
      'Эсентур',
      'Жанузак',
      'Лепес',
      'Мойдун',
      'Пайзылда',
      'Сейдалы',
      'Сыргак',
      'Тажимат',
      'Ураз',
    ],
    ...[
      'Уркуя',
      'Шаарбүбү',
      'Эгембай',
      'Аймира',
      'Кожогелди',
      'Сарыгүл',
      'Улукман',
      'Хасанбай',
      'Аделина',
      'Игнат',
      'Мирон',
    ],
  ],
  surnames: [
    ...['Бейшембиев', 'Эргешов', 'Жапаров', 'Маматкеримова', 'Тургунбаева', 'Осмонбетов', 'Сыдыгалиев', 'Абышев'],
    ...['Шералиева', 'Турусбеков', 'Кутманова', 'Назаралиев', 'Иманкулов'],
  ],
} as const

/** Names of people that no list knows, for columns of them: their shape betrays them. */
export const unlistedNames = {
  given: [
    'Тариэлбек',
    'Моржан',
    'Ылганда',
    'Вестурхан',
    'Эрмира',
    'Оргуль',
    'Чопобай',
    'Назимбек',
    'Жазлан',
    'Турсеит',
  ],
  surnames: ['Кыпчак', 'Моңолдор', 'Баарин', 'Желден', 'Сарык', 'Тентимиш', 'Азык', 'Бугучу', 'Чекир', 'Дөөлөс'],
} as const
