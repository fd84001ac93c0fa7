import { join } from 'node:path'
import { type Fault, fault, nearest, unknownName } from '#foundation'
import { bandFaults } from './band-faults.ts'
import { jurisdictionInvalid } from './code.ts'
import { spellingsOf, unknownCode } from './code-list.ts'
import { conditionFaults } from './condition-faults.ts'
import type { ContractFile } from './contract-faults.ts'
import type { ColumnView } from './contract-view.ts'
import { placeIn, wrong } from './fault-place.ts'
import { codesOf, type Files, unknownCodeFault } from './known-codes.ts'
import { profileFaults } from './profile-faults.ts'
import { canonicalColumns, canonicalType, columnsOfList, isColumnOfList, listOf, type Register } from './registers.ts'
import { foldedText } from './texts.ts'

/** Which list holds the parents of which list. */
const parentLists: Readonly<Record<string, string>> = {
  courts: 'regions',
  offices: 'regions',
  facilities: 'regions',
  sanction_categories: 'sanction_classes',
  offences: 'offence_sections',
}

/** Lists that no column of the register of sentences names, but counting does. */
const countingLists = ['sanction_classes', 'offence_sections', 'regions', 'age_bands', 'length_bands']

/** What is wrong where files of a jurisdiction name things of one another. */
export function consistencyFaults(files: Files): readonly Fault[] {
  return [
    ...twoContracts(files),
    ...neededLists(files),
    ...files.contracts.flatMap((contract) => ofContract(contract, files)),
    ...crosswalkRegimes(files),
    ...conditionFaults(files),
    ...bandFaults(files),
    ...profileFaults(files),
  ]
}

function twoContracts({ contracts }: Files): readonly Fault[] {
  return contracts.flatMap(({ file, view: { files }, canonical }, index) => {
    const earlier = contracts.slice(0, index)
    const isOfOne = canonical !== undefined && earlier.some((other) => other.canonical === canonical)
    const isOfFiles = files !== '' && earlier.some((other) => other.view.files === files)
    return [
      ...(isOfOne ? [wrong(placeIn(file)(['register']), 'another contract is of the same register')] : []),
      ...(isOfFiles ? [wrong(placeIn(file)(['files']), 'another contract takes files of the same names')] : []),
    ]
  })
}

function neededLists(files: Files): readonly Fault[] {
  const { contracts, lists, folder } = files
  const named = contracts.flatMap(({ canonical }) =>
    canonical === undefined
      ? []
      : canonicalColumns(canonical, soundLists(canonical, files)).flatMap(([, type]) => listOf(type) ?? []),
  )
  return [...new Set([...named, ...countingLists])].flatMap((name) => {
    if (lists.has(name)) return ofList(name, files)
    const message = `this list is missing.${nearest(name, lists.keys())}`
    return [fault({ code: jurisdictionInvalid, file: join(folder, 'lists', `${name}.csv`) }, message.trim())]
  })
}

/** The list of which a register has a column for each code, as far as it can be relied on. */
function soundLists({ columns_of_list: listed }: Register, files: Files) {
  const list = listed?.list ?? ''
  return { lists: new Map([[list, { codes: codesOf(files, list) ?? [] }]]) }
}

function ofList(name: string, files: Files): readonly Fault[] {
  const table = files.lists.get(name)
  if (table === undefined) return []
  const { path: file, rows, lines, isWhole } = table
  const hasUnknown = !isWhole || rows.some(({ code }) => code === unknownCode)
  const what = (code: string) => `code of ${parentLists[name]}, to which ${code} of ${name} belongs,`
  const message = `the code "${unknownCode}" is not in ${name}: every list names what is not recorded`
  const parents = codesOf(files, Object.hasOwn(parentLists, name) ? parentLists[name] : undefined)
  return [
    ...(hasUnknown ? [] : [fault({ code: jurisdictionInvalid, file }, message)]),
    ...rows.flatMap(({ code, parent = '' }, index) => {
      return unknownCodeFault(parent, parents, () => ({ file, line: lines[index], where: 'parent', what: what(code) }))
    }),
  ]
}

function ofContract(contract: ContractFile, files: Files): readonly Fault[] {
  const { view, file, canonical } = contract
  const at = placeIn(file)
  const registers = files.contracts.flatMap((other) => other.canonical?.name ?? [])
  return [
    ...view.parents.flatMap(({ of }, index) =>
      of === '' || registers.includes(of)
        ? []
        : [unknownName(of, registers, { ...at(['parents', index, 'of']), what: 'contract of a register' })],
    ),
    ...(canonical === undefined
      ? []
      : Object.entries(view.columns).flatMap(([name, column]) => ofTable(canonical, name, column, contract, files))),
    ...(canonical === undefined ? [] : ofTotals(canonical, contract, files)),
  ]
}

function ofTable(
  canonical: Register,
  name: string,
  column: ColumnView,
  { file }: ContractFile,
  files: Files,
): readonly Fault[] {
  const at = placeIn(file)
  const { type, scheme, crosswalk } = column
  const list = listOf(canonicalType(canonical, name))
  return [
    ...(['value', 'default'] as const).flatMap((key) =>
      ofCell(column[key], column, list, at(['columns', name, key]), files),
    ),
    ...(type === 'code' && scheme !== undefined ? ofScheme(scheme, list, at(['columns', name, 'scheme']), files) : []),
    ...ofColumnOfList(canonical, name, at(['columns', name]), files),
    ...(type === 'mapped_code' && crosswalk !== undefined
      ? ofCrosswalk(crosswalk, list, at(['columns', name, 'crosswalk']), files)
      : []),
  ]
}

type Place = ReturnType<ReturnType<typeof placeIn>>

/** A column for a code that its list has not. */
function ofColumnOfList(canonical: Register, column: string, place: Place, files: Files): readonly Fault[] {
  const list = canonical.columns_of_list?.list
  if (codesOf(files, list) === undefined || !isColumnOfList(canonical, column)) return []
  const known = columnsOfList(canonical, soundLists(canonical, files)).map((one) => one.column)
  if (known.includes(column)) return []
  return [unknownName(column, known, { ...place, where: 'columns', what: `code in ${list} for the column` })]
}

/** A code that the contract says itself. */
function ofCell(
  cell: string | undefined,
  { type, scheme, crosswalk = '' }: ColumnView,
  list: string | undefined,
  place: Place,
  files: Files,
): readonly Fault[] {
  const table = files.crosswalks.get(crosswalk)
  const known =
    type === 'mapped_code'
      ? table?.isWhole && table.rows.map(({ source }) => source)
      : codesOf(files, list)?.flatMap((code) => spellingsOf(code, scheme))
  if (cell === undefined || !known || !['code', 'mapped_code'].includes(type)) return []
  if (known.some((one) => foldedText(one) === foldedText(cell))) return []
  return [unknownName(cell, known, { ...place, what: type === 'code' ? `code of ${list}` : `row of ${crosswalk}` })]
}

function ofScheme(scheme: string, list: string | undefined, place: Place, files: Files): readonly Fault[] {
  const codes = codesOf(files, list)
  const schemes = new Set(codes?.flatMap((code) => Object.keys(code.schemes)))
  if (codes === undefined || schemes.has(scheme)) return []
  return [unknownName(scheme, [...schemes], { ...place, what: `column code_… of ${list} for the scheme` })]
}

function ofCrosswalk(name: string, list: string | undefined, place: Place, files: Files): readonly Fault[] {
  const { crosswalks } = files
  if (!crosswalks.has(name)) return [unknownName(name, [...crosswalks.keys()], { ...place, what: 'crosswalk' })]
  const table = crosswalks.get(name)
  const codes = codesOf(files, list)
  return (table?.rows ?? []).flatMap(({ code, source }, index) =>
    unknownCodeFault(code, codes, () => {
      const what = `code of ${list}, which ${source} is mapped to,`
      return { file: table?.path ?? '', line: table?.lines[index], where: 'code', what }
    }),
  )
}

/** Codes that published totals are counted by. */
function ofTotals(canonical: Register, { view, file }: ContractFile, files: Files): readonly Fault[] {
  return view.limits.totals.flatMap(({ where }, index) =>
    Object.entries(where).flatMap(([column, given]) => {
      const list = listOf(canonicalType(canonical, column))
      return given.flatMap((code, at) =>
        unknownCodeFault(code, codesOf(files, list), () => ({
          ...placeIn(file)(['limits', 'totals', index, 'where', column, at]),
          what: `code of ${list}`,
        })),
      )
    }),
  )
}

/** A row under a regime that there is not would never be found. */
function crosswalkRegimes({ crosswalks, profile }: Files): readonly Fault[] {
  if (profile === undefined) return []
  const regimes = profile.value.regimes.map(({ code }) => code)
  return [...crosswalks.values()].flatMap((table) =>
    (table?.rows ?? []).flatMap(({ regime }, index) => {
      if (regime === '' || regimes.includes(regime)) return []
      const place = { code: jurisdictionInvalid, file: table?.path ?? '', line: table?.lines[index] }
      return [unknownName(regime, regimes, { ...place, where: 'regime', what: 'regime' })]
    }),
  )
}
