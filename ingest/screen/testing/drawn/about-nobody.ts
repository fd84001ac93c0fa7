/** What registers say of places, institutions and work, put together without looking at any list of the screen. */
const streets = [
  'Чуй',
  'Манаса',
  'Киевская',
  'Московская',
  'Боконбаева',
  'Ахунбаева',
  'Токтогула',
  'Айни',
  'Исанова',
  'Ибраимова',
]
const streetWords = ['улица', 'ул.', 'пр.', 'проспект', 'бульвар', 'ремонт ул.']
const kyrgyzStreets = ['Чүй проспекти', 'Манас көчөсү', 'Ахунбаев көчөсү', 'Ибраимов көчөсү', 'Эркиндик бульвары']

const honoured = [
  'Жусупа Баласагына',
  'Чингиза Айтматова',
  'Исхака Раззакова',
  'Курманжан Датки',
  'Токтогула Сатылганова',
  'К. И. Скрябина',
  'И. К. Ахунбаева',
  'Б. Н. Ельцина',
  'А. С. Пушкина',
  'Т. Абдумомунова',
]
const bearers = [
  'университет имени',
  'школа им.',
  'Национальный университет им.',
  'театр имени',
  'библиотека имени',
  'больница им.',
]
const kyrgyzHonoured = [
  'Жусуп Баласагын',
  'Чыңгыз Айтматов',
  'Исхак Раззаков',
  'Токтогул Сатылганов',
  'Арстанбек Дүйшеев',
]
const kyrgyzBearers = ['университети', 'мектеби', 'театры', 'китепканасы', 'ооруканасы']

const topics = [
  'Эмгек',
  'Билим',
  'Укук',
  'Мыйзам',
  'Коопсуздук',
  'Ден соолук',
  'Үй-бүлө',
  'Жаштык',
  'Тынчтык',
  'Достук',
]
const others = ['бакыт', 'тарбия', 'адилет', 'келечек', 'коом', 'мамлекет', 'өнүгүү', 'ырыс', 'эркиндик', 'сабырдуулук']

const russian = [
  'Труд и надежда',
  'Вера, надежда и любовь к ближнему',
  'Итоги выборов т.е. голосования',
  'Порядок подачи жалоб и т.д.',
  'Приём вещественных доказательств',
  'Список основных выводов',
  'Учёт рабочих часов и перерывов',
  'Работа мастеров и поваров',
  'Замена замков и засовов',
  'Обзор архивов и докладов',
  'Набор новых кадров',
  'Ведомость расхода дров',
  'Проверка весов и приборов',
  'Осмотр складов и дворов',
  'Без ограничения срока',
  'С 1 января по 31 марта',
  'На 1 мая 40 человек',
  'К 15 июня 20 участников',
  'п. 10.1.2 Положения',
  'ст. 15 ч. II',
  'том IV, лист 12',
  'глава X Кодекса',
]
const english = [
  'May 12 participants',
  'March and April 20 sessions',
  'Chapter IV, article 12',
  'Level 2 X 10 units',
  'Chui avenue',
  'Manas university',
  'School named after Toktogul',
  'Harmony and labour',
]

/** Marks, versions, numbers of articles and drawn keys. */
const marks = Array.from({ length: 120 }, (_, index) => {
  const at = index + 1
  const number = String((at * 7_368_787) % 10_000_000).padStart(7, '0')
  return [
    `${at}.${1 + (at % 9)}.${1 + (at % 40)}`,
    `v${at % 9}.${at % 30}.${at % 7}`,
    `K${number}${'ABX'[at % 3]}`,
    `24-${number}/${at % 90}`,
    `СД-${number.slice(0, 4)}/2${at % 6}`,
    `A${at}b${number.slice(0, 3)}`,
  ][index % 6] as string
})

/** Everything that must be let in. */
export const drawnClean: readonly string[] = [
  ...streetWords.flatMap((word) => streets.map((street) => `${word} ${street}`)),
  ...kyrgyzStreets,
  ...bearers.flatMap((bearer) => honoured.map((name) => `${bearer} ${name}`)),
  ...kyrgyzBearers.flatMap((bearer) => kyrgyzHonoured.map((name) => `${name} атындагы ${bearer}`)),
  ...topics.flatMap((topic) => others.slice(0, 6).map((other) => `${topic} жана ${other}`)),
  ...russian,
  ...english,
  ...marks,
]
