import type { Draw } from './draw.ts'

/** A people: surnames with their genitive, given names with theirs, in Russian writing. */
interface People {
  readonly surnames: string
  readonly given: string
}

/** Written down without looking at any list of the screen. Surnames that Russian declines stand as `nominative/genitive`. */
const peoples: Readonly<Record<string, People>> = {
  Kyrgyz: { surnames: 'Чороев Мадылов Бообеков Кендирбаев Торогелдиев', given: 'Элдос Нурдин Тариел Жоробек Азис' },
  Russian: { surnames: 'Коршунов Лаптев Веселов Горбачёв Мельников', given: 'Прокофий Герман Игнат Лука Фома' },
  Uzbek: { surnames: 'Турсунходжаев Мирзакаримов Эргашев Юлдашев Хайдаров', given: 'Фуркат Анвар Ботир Одил Нодир' },
  Kazakh: { surnames: 'Нурпеисов Кунанбаев Сатпаев Ержанов Досмухамедов', given: 'Ержан Бауыржан Серик Даурен Ануар' },
  Tajik: { surnames: 'Назаров Шарифов Саидов Рахмонов Холов', given: 'Фарход Далер Парвиз Сухроб Джамшед' },
  Uyghur: { surnames: 'Розибакиев Масимов Аршидинов Самеди Хамраев', given: 'Аблиз Турган Юсуп Мурат Абдулжан' },
  Dungan: { surnames: 'Шиваза Арбуду Юсуров Джумазов Янгуров', given: 'Ясыр Арли Фатьма Исмар Юнус' },
  Tatar: { surnames: 'Гайнутдинов Шаймиев Хабибуллин Минниханов Сафин', given: 'Марат Ильнур Айдар Рафаэль Фарит' },
  Chechen: { surnames: 'Дудаев Масхадов Закаев Гелаев Яндарбиев', given: 'Зелимхан Асланбек Ваха Руслан Шамиль' },
  Azerbaijani: { surnames: 'Алиев Гусейнов Мамедов Кулиев Гаджиев', given: 'Ровшан Эльчин Вугар Рашад Фикрет' },
  Turkmen: { surnames: 'Бердымухамедов Оразов Атаев Чарыев Реджепов', given: 'Сердар Мерген Байрам Довлет Мейлис' },
  Ossetian: { surnames: 'Хетагуров Гергиев Дзагоев Кокоев Тедеев', given: 'Аслан Алан Казбек Батраз Сослан' },
}

const words = (text: string) => text.split(' ') as [string, ...string[]]

/** Somebody of one of the peoples, as they are entered. */
export function person(draw: Draw): { readonly surname: string; readonly given: string } {
  const people = draw.of(Object.values(peoples) as [People, ...People[]])
  return { surname: draw.of(words(people.surnames)), given: draw.of(words(people.given)) }
}

export const countOfPeoples = Object.keys(peoples).length

/** A surname whose ending is declined. */
function declined(draw: Draw): { readonly surname: string; readonly given: string } {
  const one = person(draw)
  return /[оеё]в$/.test(one.surname) ? one : declined(draw)
}

const genitive = (given: string) =>
  /[йь]$/.test(given) ? `${given.slice(0, -1)}я` : /[ауыиоэ]$/.test(given) ? given : `${given}а`

const digitFor: Readonly<Record<string, string>> = {
  о: '0',
  а: '4',
  е: '3',
  з: '3',
  б: '6',
  o: '0',
  a: '4',
  e: '3',
  i: '1',
  s: '5',
}

function withDigits(draw: Draw, name: string): string {
  const places = [...name].flatMap((letter, place) => (place > 0 && letter in digitFor ? [place] : []))
  const [first, ...more] = places
  if (first === undefined) return name
  const chosen = draw.of([first, ...more])
  return [...name].map((letter, place) => (place === chosen ? digitFor[letter] : letter)).join('')
}

const asLatin = (name: string) =>
  [...name.toLowerCase()]
    .map((letter) => latin[letter] ?? letter)
    .join('')
    .replace(/^./, (first) => first.toUpperCase())

const latin: Readonly<Record<string, string>> = Object.fromEntries(
  'а-a б-b в-v г-g д-d е-e ё-e ж-zh з-z и-i й-i к-k л-l м-m н-n о-o п-p р-r с-s т-t у-u ф-f х-kh ц-ts ч-ch ш-sh щ-sh ы-y ь- э-e ю-iu я-ia'
    .split(' ')
    .map((pair) => pair.split('-') as [string, string]),
)

/** Names in a sentence, and names that are written so as not to be seen. */
export const drawnNames: Readonly<Record<string, (draw: Draw) => string>> = {
  'in a case beside ordinary words': (draw) => {
    const { surname, given } = declined(draw)
    const before = draw.of(['в отношении', 'по жалобе', 'дело', 'на основании заявления', 'со слов', 'ходатайство'])
    const after = draw.of(['', ' отложено', ' о рассмотрении', ' направлено в суд'])
    return `${before} ${surname}а ${genitive(given)}${after}`
  },
  'of a woman in a case': (draw) => {
    const { surname } = declined(draw)
    const before = draw.of(['в отношении', 'по жалобе', 'протокол допроса', 'передано', 'беседа с'])
    return `${before} ${surname}ой ${draw.of(['Анны', 'Гульнары', 'Айгуль', 'Марины', 'Зарины'])}`
  },
  'a surname alone in a sentence': (draw) => {
    const { surname } = declined(draw)
    return draw.of([`беседа с ${surname}ым в офисе`, `по просьбе ${surname}а`, `передано ${surname}у на подпись`])
  },
  'small with initials': (draw) => {
    const initials = `${draw.of(['а', 'и', 'н', 'к', 'м', 'с'])}.${draw.of([' ', ''])}${draw.of(['а', 'б', 'р', 'о', 'н'])}.`
    const surname = declined(draw).surname.toLowerCase()
    return draw.of([`${surname} ${initials}`, `${initials} ${surname}`])
  },
  'with digits for letters': (draw) => withDigits(draw, declined(draw).surname),
  'in Latin with digits for letters': (draw) => withDigits(draw, asLatin(declined(draw).surname)),
}
