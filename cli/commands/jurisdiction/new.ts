import { existsSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { configurationFaults } from '#dashboards'
import { type Fault, faultsIn, Refusal } from '#foundation'
import { readWholeJurisdiction } from '../../check/read-whole-jurisdiction.ts'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { languagesOf } from '../../jurisdiction-new/labels.ts'
import { newJurisdiction } from '../../jurisdiction-new/new-jurisdiction.ts'
import { exitCodes, jsonText } from '../../output.ts'
import { newJurisdictionText } from '../../texts/new-jurisdiction-text.ts'

interface NewOptions extends JsonOption {
  readonly languages: string
  readonly from: readonly string[]
  readonly register?: string
  readonly out?: string
}

const description = `Looks at files of a country and writes a folder for it: contracts, lists, crosswalks,
rules of disclosure, and a README of what was assumed. Of the files it writes codes only.

Exit code:
  0  the folder was written; it may have TODOs
  1  refused: nothing was written
  2  wrong usage`

export const jurisdictionNewCommand: CommandModule<NewOptions, string> = {
  name: 'new',
  argument: { syntax: '<code>', description: 'a country such as xx, or a part of one such as de-by' },
  summary: 'write a first folder of a country by what its files contain',
  description,
  options: [
    { flags: '--languages <languages>', description: 'of labels, such as ru,en', isRequired: true },
    { flags: '--from <files...>', description: 'extracts: CSV, JSON Lines, Parquet or Excel', isRequired: true },
    { flags: '--register <name>', description: 'of all files; by default their columns decide' },
    { flags: '--out <folder>', description: 'where to write; by default a folder with the name of the code' },
    jsonOption,
  ],
  async action({ json, from, register, ...options }, { configuration, terminal }, code) {
    requireCode(code)
    const languages = languagesOf(options.languages)
    for (const file of from) requireFile(file)
    const out = resolve(options.out ?? code)
    const files = await newJurisdiction({
      ...{ code, languages, files: from, register, out },
      today: new Date().toISOString().slice(0, 10),
      threads: configuration.TARAZA_DUCKDB_THREADS,
      memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
    })
    const open = [...files].map(([path, text]) => ({ path, open: openLines(path, text) }))
    const found = { folder: shortPath(out), files: open, faults: faultsOf(out, configuration.TARAZA_HOME) }
    terminal.out(json ? jsonText({ jurisdiction: code, ...found }) : newJurisdictionText(found))
    return exitCodes.done
  },
}

/** @throws {@link Refusal} `BAD_PARAMETER` */
function requireCode(code: string): void {
  if (/^[a-z]{2}(-[a-z0-9]{1,3})?$/.test(code)) return
  const advice = 'The code is a country, such as xx, or a part of one, such as de-by, in small letters.'
  throw new Refusal('BAD_PARAMETER', advice, { parameter: 'code' })
}

/** @throws {@link Refusal} `NO_SUCH_FILE` */
function requireFile(file: string): void {
  if (!existsSync(file))
    throw new Refusal('NO_SUCH_FILE', 'There is no such file. Name an extract after --from.', { file })
}

/** Lines that somebody has to complete: a word says so, or the last or second cell of a table is empty. */
function openLines(path: string, text: string): number {
  const lines = text.split('\n')
  if (path.startsWith('crosswalks/')) return lines.filter((line) => line.endsWith(',')).length
  if (path.startsWith('lists/'))
    return lines.filter((line) => /^[^,]*,,/.test(line) && /^code,parent/.test(text)).length
  return lines.filter((line) => line.includes('TODO')).length
}

/** What `taraza jurisdiction check` finds. */
function faultsOf(folder: string, home: string): readonly Fault[] {
  try {
    readWholeJurisdiction(folder)
    return configurationFaults(folder, join(home, 'pack'))
  } catch (error) {
    return faultsIn(error)
  }
}

/** A path that begins where somebody works, where that is shorter. */
function shortPath(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : `.${sep}${near}`
}
