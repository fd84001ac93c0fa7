import { printable } from '#foundation'
import { type DeliveryReport, rowsInWords } from '#ingest'
import type { LimitBreach } from '#jurisdictions'
import { type Calendar, type Decision, type HomeNote, periodLabel, type RunReport } from '#warehouse'

const decisions: Readonly<Record<Decision, string>> = {
  published: 'Published a new generation.',
  published_with_note: 'Published a new generation, with notes.',
  published_in_part: 'Published a new generation without the registers that wait for refused files.',
  nothing_new: 'Nothing new: the generation stays as it is.',
  blocked:
    'Blocked: a threshold was exceeded. Nothing was changed. After looking into it, let it pass with --accept CODE:register where that is possible.',
  refused: 'Refused. Nothing was changed.',
  dry_run: 'Dry run: everything was checked, nothing was published.',
}

const notes: Readonly<Record<string, string>> = {
  NO_MANIFEST: 'no manifest.json lies beside it: its completeness could not be checked',
  LETTERS_LOST: 'written in windows-1251, which has no ң, ө and ү: names were joined by code or alias',
  NO_LAST_LINE_END: 'its last line has no line end: if it came without a manifest, ask whether it is whole',
  ENCODED_TEXT: 'encoded text, which was not read: ask the sender what it says',
  SHEETS_NOT_READ: 'the workbook has further sheets, which were screened but not read',
  NO_PARENTS_YET: 'a register that it refers to is empty so far: references were not checked',
  SAME_FILE_AGAIN: 'exactly this file was taken in before',
  COVERAGE_CORRECTED: 'the same file with another period: what it covers was corrected',
  RETRIED: 'rows that were quarantined earlier',
}

const homeNotes: Readonly<Record<HomeNote, string>> = {
  SECRET_RECORDED: 'From now on each generation says which secret its pseudonyms are of.',
  FILES_MADE_PRIVATE: 'Other users of this machine could read files of the home: they no longer can.',
  FILES_STAY_OPEN:
    'Other users of this machine can read files of the home that belong to somebody else: see "taraza doctor".',
  CLOCK_BEFORE_LAST_RUN: 'The clock of this machine is earlier than the start of the previous run. Check the clock.',
  CLOCK_FAR_AHEAD:
    'The clock of this machine is more than 400 days after the last run and the last delivery. Check the clock: nothing was deleted for its age.',
  STEWARDS_UNREADABLE: 'The file of stewards cannot be read, so late deliveries are not known: see "taraza doctor".',
  INCOMING_STAYS:
    'Imported files still lie in the incoming folder, which does not allow their removal: see "taraza doctor".',
  RETENTION_FAILED:
    'A file of the access or of the audit log is damaged, so the log was not signed or old entries stay: see "taraza doctor".',
  STATE_BROKEN:
    'A file of the home is damaged, so nobody knows which deliveries a rollback left out. Restore it from the backup.',
}

/** The account of one file in words: how its rows ended, why, which limits were passed, what else to know. */
export function deliveryText(about: Omit<DeliveryReport, 'ended'>): string {
  const { account, coverage, reasons, rows, columns, layout, checks, notes: known } = about
  const { read, ...ends } = account
  const parts = Object.entries(ends).filter(([, count]) => count > 0)
  const sum = parts.map(([end, count]) => `${count} ${end}`).join(' + ')
  return lines([
    `${read} rows = ${sum === '' ? '0' : sum}`,
    ...Object.entries(reasons).map(
      ([reason, count]) =>
        `${reasonText(reason, columns)}${outsideText(reason, coverage)}: ${count}${placesText(rows[reason], count)}`,
    ),
    ...Object.entries(layout).map(([kind, count]) => `not rows, ${kind}: ${count}`),
    ...checks.map(limitText),
    ...known.map(noteText),
  ])
}

/** A note; some name a column of the file and how many rows it is about. */
function noteText(note: string): string {
  const [code = '', column = '', rows] = note.split(/[:=]/)
  return rows === undefined ? (notes[code] ?? note) : `${notes[code] ?? code} in column ${column}: ${rows} [${code}]`
}

/** A reason with the name that its column has in the file, and in the contract. */
function reasonText(reason: string, columns: DeliveryReport['columns']): string {
  const [code = '', column] = reason.split(':')
  if (column === undefined) return code
  const name = columns[column]
  return name === undefined ? `${code} in ${column}` : `${code} in ${name} (${column})`
}

/** Which period a row lies outside of. */
function outsideText(reason: string, coverage: DeliveryReport['coverage']): string {
  return reason === 'OUTSIDE_PERIOD' && coverage !== null ? ` ${coverage.from} to ${coverage.to}` : ''
}

function placesText(first: readonly number[] | undefined, count: number): string {
  return first === undefined ? '' : `, ${rowsInWords(first, count)}`
}

function limitText({ code, outcome, unit, found, least, greatest, subject }: LimitBreach): string {
  const write = (value: number) => (unit === 'share' ? `${(value * 100).toFixed(1)} %` : Number(value.toPrecision(3)))
  const allowed = least === null ? `at most ${write(greatest)}` : `${write(least)} to ${write(greatest)}`
  return `${outcome}: ${subject === null ? '' : `${subject}: `}${write(found)}, allowed ${allowed} [${code}]`
}

/** The report of a run for a terminal. */
export function runText(report: RunReport, calendar: Calendar): string {
  const { decision, generation, durations } = report
  const notes = report.notes.map((note) => (note === 'STATE_BROKEN' ? brokenText(report) : `${homeNotes[note]}\n`))
  const late = report.late.map(
    ({ register, period, expected }) =>
      `late: ${register} of ${periodLabel(period, calendar)}, expected by ${expected}\n`,
  )
  const served = generation === null ? '' : ` Served: ${generation}.`
  const leftOut = report.leftOut.length === 0 ? '' : leftOutText(report.leftOut)
  return `${foundText(report)}${late.join('')}${leftOut}${notes.join('')}${decisions[decision]}${served} ${durations['total'] ?? 0} ms\n`
}

/** Which file is damaged, so that nobody knows what a rollback left out. */
export function brokenText({ brokenFile }: Pick<RunReport, 'brokenFile'>): string {
  return `${printable(brokenFile ?? '')}: ${homeNotes.STATE_BROKEN} [STATE_BROKEN]\n`
}

/** Deliveries that a rollback left out, each with what can be done about it. */
export function leftOutText(leftOut: RunReport['leftOut']): string {
  const hashes = (some: RunReport['leftOut']) => some.map(({ sha256 }) => sha256.slice(0, 12)).join(' ')
  const files = leftOut.map(
    ({ register, file, sha256, generation, waits }) =>
      `left out by a rollback: ${printable(file)} (${register}, ${sha256.slice(0, 12)}), which came with generation ${generation}${waits ? ' and waits for a nightly run' : ''}\n`,
  )
  const others = leftOut.filter(({ waits }) => !waits)
  const again =
    others.length === 0
      ? ''
      : `To take them in again, in the next nightly run: taraza deliveries retake ${hashes(others)}\n`
  return `${files.join('')}${again}To go without them: taraza deliveries dismiss ${hashes(leftOut)}\n`
}

const missing: Readonly<Record<RunReport['missing'][number]['code'], string>> = {
  MANIFEST_ALONE: 'a manifest lies here without its files: ask the sender for the whole delivery',
  MANIFEST_INCOMPLETE: 'the manifest names files that are not here: ask the sender for the whole delivery',
  EMPTY_FOLDER: 'a folder without files: ask the sender, or remove it',
  FOLDER_NOT_FILE: 'an empty folder with the name of an extract: ask the sender for the file itself',
}

function missingText({ code, folder, register, period, files }: RunReport['missing'][number]): string {
  const about = [
    ...(register === null ? [] : [register]),
    ...(period === null ? [] : [`${period.from} to ${period.to}`]),
    ...(files.length === 0 ? [] : [`missing: ${files.map(printable).join(', ')}`]),
  ]
  return `${printable(folder)}: ${missing[code]}${about.length === 0 ? '' : ` (${about.join('; ')})`} [${code}]\n`
}

/** What became of each file, of the registers that wait, and of the rows that are held. */
export function foundText(
  report: Pick<RunReport, 'deliveries' | 'refusals' | 'registers' | 'waiting' | 'skipped' | 'missing'>,
): string {
  const { deliveries, refusals, registers } = report
  const files = deliveries.map(
    (delivery) => `${printable(delivery.file)} (${delivery.register}):\n${deliveryText(delivery)}`,
  )
  const refused = refusals.map(
    ({ file, message, code }) => `${file === null ? '' : `${printable(file)}: `}${message} [${code}]\n`,
  )
  const waiting = report.waiting.length === 0 ? '' : `wait for the refused files: ${report.waiting.join(', ')}\n`
  const skipped = report.skipped.map(
    (file) => `${printable(file)}: a file of a system or of a transfer, left where it is\n`,
  )
  const absent = report.missing.map(missingText)
  const lost = registers.map(({ register }) => lostText(register, deliveries))
  const changed = registers.filter(({ before, after }) => before !== after)
  const counts = changed.map(({ register, before, after }) => `${register}: ${before} rows held before, ${after} now\n`)
  return `${files.join('')}${refused.join('')}${waiting}${absent.join('')}${skipped.join('')}${counts.join('')}${lost.join('')}`
}

/** What earlier deliveries of a register lost to those of this run. */
function lostText(
  register: string,
  deliveries: readonly Pick<RunReport['deliveries'][number], 'register' | 'ended'>[],
): string {
  const own = deliveries.filter((delivery) => delivery.register === register)
  const sum = (end: 'superseded' | 'replaced' | 'withdrawn') =>
    own.reduce((all, { ended }) => all + (ended?.[end] ?? 0), 0)
  const parts = (['superseded', 'replaced', 'withdrawn'] as const).flatMap((end) => {
    const count = sum(end)
    return count === 0 ? [] : [`${count} ${end}`]
  })
  return parts.length === 0 ? '' : `${register}: earlier deliveries lost rows to these: ${parts.join(', ')}\n`
}

function lines(all: readonly string[]): string {
  return all.map((line) => `  ${line}\n`).join('')
}
