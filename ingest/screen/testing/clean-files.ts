import { sentencesCsv, soundRows } from '../../../cli/testing/sentences.ts'
import { cleanInstitutions, cleanTitles, cleanWords } from './clean-words.ts'

export interface CleanFile {
  readonly name: string
  readonly text: string
}

const activityHeaders = ['ACTIVITY_ID', 'COMPONENT', 'TITLE_KY', 'TITLE_RU', 'TITLE_EN', 'OWNER', 'QUARTER', 'STATUS']
const others = ['DONE_ON', 'INDICATOR', 'TARGET', 'ACTUAL', 'NOTE']
const owners = [
  'Проектный офис',
  'Департамент пробации',
  'Верховный суд',
  'Министерство юстиции',
  'Центр правовой помощи',
]

const nth = (all: readonly string[], index: number) => all[index % all.length] ?? ''
const clean = (text: string) => text.replaceAll(';', ',').slice(0, 75)

/** Plans of activities whose titles, owners and notes are what registers say. */
function activities(seed: number): CleanFile {
  const rows = Array.from({ length: 40 }, (_, index) => {
    const at = seed * 40 + index
    const titles = [cleanWords.ky, cleanWords.ru, cleanWords.en].map((words) => clean(nth(words, at)))
    const note = clean(nth([...cleanInstitutions, ...cleanTitles], at))
    const said = [`A${seed}-${index}`, '1', ...titles, nth(owners, at), '2024-Q1', 'planned']
    return [...said, '', clean(nth(cleanWords.ru, at * 7)), '10', '', note].join(';')
  })
  return {
    name: `activities_${seed}.csv`,
    text: `${[[...activityHeaders, ...others].join(';'), ...rows].join('\n')}\n`,
  }
}

/** Registers of trainings with their topics. */
function trainings(seed: number): CleanFile {
  const headers = ['TRAINING_ID', 'TOPIC', 'HELD_ON', 'DAYS', 'PROFESSION', 'SEX', 'CERTIFICATE']
  const words = [...cleanWords.ru, ...cleanWords.ky, ...cleanWords.en, ...cleanWords.mn]
  const rows = Array.from({ length: 60 }, (_, index) => {
    const topic = clean(nth(words, seed * 37 + index * 5))
    return [`T${seed}-${index}`, topic, `0${1 + (index % 9)}.02.2024`, '2', 'judge', 'М', '1'].join(';')
  })
  return { name: `training_${seed}.csv`, text: `${[headers.join(';'), ...rows].join('\n')}\n` }
}

/** Sentences with keys and articles in many spellings. */
function sentences(seed: number): CleanFile {
  const rows = soundRows(80).map((row, index) => ({
    ...row,
    CASE_ID:
      [`УД-${seed}${index}/24-Б${1 + (index % 9)}`, `C2024${seed}-${(index * 7919).toString(36)}`][index % 2] ?? '',
    PERSON_ID: `P${seed}fa-${((index + 1) * 2_654_435_761 * (seed + 1)).toString(36)}`,
    FINE: index % 3 === 0 ? String(100_000 + index * 9973) : '',
  }))
  return { name: `court_sentences_${seed}.csv`, text: sentencesCsv(rows) }
}

/** Files that must be taken in: nobody is in them. */
export const cleanFiles: readonly CleanFile[] = Array.from({ length: 21 }, (_, seed) => [
  activities(seed),
  trainings(seed),
  sentences(seed),
]).flat()
