import { createHash, type Hash } from 'node:crypto'
import { createReadStream, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import writeWorkbook from 'write-excel-file/node'
import { Engine, quoteLiteral } from '#foundation'
import type { Contract } from '#jurisdictions'
import type { SampleRow } from '../courts/sanctions.ts'

/** How a sender writes a file: the contract's own way, or one of the habits that real senders have. */
export interface FileVariant {
  begin(contract: Contract): string
  line(contract: Contract, row: SampleRow, number: number): string
  end(rows: number): string
  /** What becomes of the plain file at the end. */
  readonly packing: Packing
}

type Packing = 'none' | 'bom' | 'utf-16' | 'windows-1251' | 'gzip' | 'zip' | 'jsonl' | 'parquet' | 'xlsx'

const plain = {
  delimiter: ';',
  /** Which of the names of a column is used. */
  alias: 0,
  reversed: false,
  titles: [] as readonly string[],
  /** The header comes again after so many rows. */
  repeatHeader: 0,
  subtotal: false,
  padded: false,
  dates: 'russian' as 'russian' | 'iso' | 'serial' | 'mixed',
  empty: '',
  thinSpaces: false,
  packing: 'none' as Packing,
}

type Habits = Readonly<typeof plain>

/** Every habit once; a messy sender goes through them from delivery to delivery. */
export const habits: readonly Habits[] = [
  { ...plain, delimiter: ',', packing: 'bom' },
  { ...plain, packing: 'windows-1251', alias: 1, titles: ['Выписка из реестра', ''] },
  { ...plain, packing: 'utf-16', delimiter: '\t' },
  { ...plain, reversed: true, alias: 1, repeatHeader: 40, packing: 'gzip' },
  { ...plain, subtotal: true, padded: true },
  { ...plain, dates: 'iso', packing: 'zip' },
  { ...plain, dates: 'mixed', empty: '-', thinSpaces: true },
  { ...plain, dates: 'serial', empty: 'NA' },
  { ...plain, dates: 'iso', packing: 'jsonl' },
  { ...plain, dates: 'iso', packing: 'parquet' },
  { ...plain, packing: 'xlsx', titles: ['Выписка из реестра', ''] },
]

export const plainVariant: FileVariant = dressOf(plain)

/** How a messy sender writes a delivery: the habits in turn, from the first again after the last. Deliveries are counted from 0. */
export function messyVariant(number: number): FileVariant {
  return dressOf(habits[number % habits.length] ?? plain)
}

function dressOf(habit: Habits): FileVariant {
  const columns = onceFor((contract: Contract) => columnsOf(contract, habit))
  const headerLine = (contract: Contract) =>
    `${columns(contract)
      .map(({ header }) => header)
      .join(habit.delimiter)}\n`
  return {
    packing: habit.packing,
    begin: (contract) => `${habit.titles.map((title) => `${title}\n`).join('')}${headerLine(contract)}`,
    line(contract, row, number) {
      const again = habit.repeatHeader > 0 && number % habit.repeatHeader === 0 ? headerLine(contract) : ''
      const cells = columns(contract).map(({ column }) => cell(row[column] ?? '', contract, column, number, habit))
      return `${again}${cells.join(habit.delimiter)}\n`
    },
    end: (rows) => (habit.subtotal ? `ИТОГО${habit.delimiter}${rows}\n` : ''),
  }
}

/** Works something out once for each contract. */
function onceFor<Result>(work: (contract: Contract) => Result): (contract: Contract) => Result {
  const known = new Map<Contract, Result>()
  return (contract) => {
    const result = known.get(contract) ?? work(contract)
    known.set(contract, result)
    return result
  }
}

/** One column of the file for each header of the contract. */
function columnsOf({ columns }: Contract, { alias, reversed }: Habits): readonly { header: string; column: string }[] {
  const all = Object.entries(columns).map(([column, { from }]) => ({
    header: from[alias] ?? from[0] ?? column,
    column,
  }))
  const distinct = all.filter(({ header }, index) => all.findIndex((other) => other.header === header) === index)
  return reversed ? distinct.reverse() : distinct
}

function cell(text: string, { columns }: Contract, column: string, number: number, habit: Habits): string {
  if (habit === plain) return text
  const type = columns[column]?.type
  const written =
    text === '' && columns[column]?.optional
      ? habit.empty
      : type === 'date'
        ? dateCell(text, number, habit)
        : type === 'decimal' && habit.thinSpaces
          ? grouped(text)
          : text
  const padded = habit.padded && number % 3 === 0 ? ` ${written} ` : written
  return /[";,\t\n]/.test(padded) ? `"${padded.replaceAll('"', '""')}"` : padded
}

function dateCell(text: string, number: number, { dates, packing }: Habits): string {
  const [day, month, year] = text.split('.')
  if (day === undefined || month === undefined || year === undefined) return text
  const way = dates === 'mixed' ? (['russian', 'iso', 'serial'] as const)[number % 3] : dates
  if (way === 'iso') return `${year}-${month}-${day}`
  if (way !== 'serial' || packing !== 'none') return text
  return String(
    Math.round((Date.UTC(Number(year), Number(month) - 1, Number(day)) - Date.UTC(1899, 11, 30)) / 86_400_000),
  )
}

/** Thousands apart by a thin space that does not break, as spreadsheets of the region write them. */
function grouped(text: string): string {
  return text.replace(/\B(?=(\d{3})+$)/g, ' ')
}

/**
 * Packs the plain file as the sender would have sent it.
 *
 * @returns the name and the hash of what is left in the folder
 */
export async function finishDressed(
  { packing }: FileVariant,
  folder: string,
  name: string,
  hash: Hash,
): Promise<{ readonly name: string; readonly sha256: string }> {
  const path = join(folder, name)
  if (packing === 'none') return { name, sha256: hash.digest('hex') }
  const base = basename(name, '.csv')
  const target = `${base}.${{ gzip: 'csv.gz', zip: 'zip', jsonl: 'jsonl', parquet: 'parquet', xlsx: 'xlsx' }[packing as string] ?? 'csv'}`
  await pack(packing, path, join(folder, target), name)
  if (target !== name) rmSync(path)
  return { name: target, sha256: await sha256Of(join(folder, target)) }
}

async function pack(packing: Packing, path: string, target: string, name: string): Promise<void> {
  const bytes = () => readFileSync(path)
  if (packing === 'bom') writeFileSync(target, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes()]))
  if (packing === 'utf-16') writeFileSync(target, Buffer.from(`\ufeff${bytes().toString()}`, 'utf16le'))
  if (packing === 'windows-1251') writeFileSync(target, windows1251(bytes().toString()))
  if (packing === 'gzip') writeFileSync(target, gzipSync(bytes(), { level: 1 }))
  if (packing === 'zip') writeFileSync(target, zipSync({ [name]: [bytes(), { mtime: '2026-01-01' }] }, { level: 1 }))
  if (packing === 'jsonl' || packing === 'parquet') await convert(path, target, packing)
  if (packing === 'xlsx') await asWorkbook(bytes().toString(), target)
}

async function convert(path: string, target: string, packing: 'jsonl' | 'parquet'): Promise<void> {
  const engine = await Engine.open({ threads: 1 })
  const format = packing === 'jsonl' ? 'format json' : 'format parquet'
  const scan = `read_csv(${quoteLiteral(path)}, delim = ';', header = true, all_varchar = true, nullstr = '')`
  try {
    await engine.withConnection((connection) =>
      connection.run(`copy (select * from ${scan}) to ${quoteLiteral(target)} (${format})`),
    )
  } finally {
    engine.close()
  }
}

/** Titles in merged cells above the header, dates as dates. */
async function asWorkbook(text: string, target: string): Promise<void> {
  const [title = '', empty = '', ...lines] = text.trimEnd().split('\n')
  const width = (lines[0] ?? '').split(';').length
  const head = [title, empty].map((value) => [{ value, columnSpan: width }, ...Array<null>(width - 1).fill(null)])
  const rows = lines.map((line) => line.split(';').map(workbookCell))
  await writeWorkbook([...head, ...rows]).toFile(target)
}

function workbookCell(text: string) {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text) ?? []
  if (text === '') return null
  if (day && month && year)
    return { type: Date, value: new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))), format: 'dd.mm.yyyy' }
  return { type: String, value: text }
}

/** The code page has no ң, ө and ү; senders leave their nearest relatives. */
function windows1251(text: string): Buffer {
  const nearest = text
    .replaceAll('ң', 'н')
    .replaceAll('ө', 'о')
    .replaceAll('ү', 'у')
    .replaceAll('Ө', 'О')
    .replaceAll('Ү', 'У')
  return Buffer.from(Array.from(nearest, (letter) => codeOf(letter)))
}

function codeOf(letter: string): number {
  const code = letter.charCodeAt(0)
  if (code < 0x80) return code
  if (code >= 0x410 && code <= 0x44f) return code - 0x410 + 0xc0
  return { Ё: 0xa8, ё: 0xb8 }[letter] ?? 0x3f
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
