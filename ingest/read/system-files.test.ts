import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { copyAndHash, findDeliveries } from '../index.ts'

const kg = loadJurisdiction('kg')
const left = [
  '.DS_Store',
  '._court_sentences_a.csv',
  'Thumbs.db',
  'desktop.ini',
  'Desktop.ini',
  '~$court_sentences_a.xlsx',
  '.~lock.court_sentences_a.csv#',
  'court_sentences_a.csv.part',
  'court_sentences_a.csv.filepart',
  'court_sentences_a.csv.crdownload',
  'court_sentences_a.csv.tmp',
]

it.each(['', 'delivery'])('what systems and transfers leave in a folder is skipped and told (%j)', (inner) => {
  const incoming = mkdtempSync(join(tmpdir(), 'system-files-'))
  mkdirSync(join(incoming, inner, '__MACOSX'), { recursive: true })
  for (const name of [...left, 'court_sentences_a.csv', '__MACOSX/._court_sentences_a.csv'])
    writeFileSync(join(incoming, inner, name), 'x')
  const { deliveries, refusals, skipped } = findDeliveries(incoming, kg)
  expect(deliveries.map(({ path }) => basename(path))).toEqual(['court_sentences_a.csv'])
  expect(refusals).toEqual([])
  expect(skipped.map((path) => basename(path)).sort()).toEqual([...left, '__MACOSX'].sort())
})

it('a lock that names a person is told without the name', () => {
  const incoming = mkdtempSync(join(tmpdir(), 'system-files-'))
  writeFileSync(join(incoming, '~$Иванов Пётр Сергеевич.xlsx'), 'x')
  const { refusals, skipped } = findDeliveries(incoming, kg)
  expect([refusals, JSON.stringify(skipped).includes('Иванов')]).toEqual([[], false])
})

it('a name that is not UTF-8 is said to be one, not a file that is gone', async () => {
  const incoming = mkdtempSync(join(tmpdir(), 'names-'))
  const inCyrillic = Buffer.concat([
    Buffer.from(`${incoming}/court_sentences_`),
    Buffer.from([0xe0, 0xef]),
    Buffer.from('.csv'),
  ])
  writeFileSync(inCyrillic, 'CASE_ID\n1\n')
  const [name = ''] = readdirSync(incoming)
  await expect(copyAndHash(join(incoming, name), join(incoming, '.copy'))).rejects.toMatchObject({
    code: 'UNREADABLE_FILE',
    message: expect.stringContaining('Give it another name.'),
  })
})
