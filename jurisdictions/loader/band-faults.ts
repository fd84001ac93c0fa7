import { type Fault, fault } from '#foundation'
import { jurisdictionInvalid } from './code.ts'
import type { Code } from './code-list.ts'
import type { ContractFile } from './contract-faults.ts'
import { codesOf, type Files } from './known-codes.ts'
import { listOf, type Register } from './registers.ts'

/** Completed years, half-open. */
interface Ages {
  readonly from: number
  readonly to: number
}

/** The ages that a sender writes, such as 20-29, 50+ or < 18; `undefined` where it is none of these. */
function agesIn(text: string): Ages | undefined {
  const [, from, to] = /^\D*(\d{1,3})\s*[-–—]\s*(\d{1,3})\D*$/.exec(text) ?? []
  if (from !== undefined && to !== undefined) return { from: Number(from), to: Number(to) + 1 }
  const [, youngest] = /^\s*(\d{1,3})\s*\+\s*$/.exec(text) ?? []
  if (youngest !== undefined) return { from: Number(youngest), to: Number.POSITIVE_INFINITY }
  const [, below] = /^\s*<\s*(\d{1,3})\s*$/.exec(text) ?? []
  return below === undefined ? undefined : { from: 0, to: Number(below) }
}

/** Older than anybody: a band that ends here has no end. */
const oldest = 110

function isWithin({ from, to }: Ages, band: Code): boolean {
  const { from: first, to: end } = band
  if (first === undefined || end === undefined) return true
  return from >= first && (to <= end || end >= oldest)
}

/** Groups of ages that a crosswalk puts into a band that they do not lie in: some of their people would be counted in the wrong one. */
export function bandFaults(files: Files): readonly Fault[] {
  return files.contracts.flatMap((contract) => groupsOf(contract).flatMap((group) => ofGroup(group, files)))
}

interface Group {
  readonly list: string
  readonly crosswalk: string
}

/** Columns of a contract with a group of an age: those that the register keeps only where they are delivered. */
function groupsOf({ view, canonical }: ContractFile): readonly Group[] {
  return Object.entries(view.columns).flatMap(([name, { type, crosswalk }]) => {
    const list = ageList(canonical, name)
    return list === undefined || type !== 'mapped_code' || crosswalk === undefined ? [] : [{ list, crosswalk }]
  })
}

function ageList(register: Register | undefined, name: string): string | undefined {
  const column = register !== undefined && Object.hasOwn(register.columns, name) ? register.columns[name] : undefined
  const list = listOf(column?.type)
  return column?.stored === 'when_delivered' && ['age_bands', 'broad_ages'].includes(list ?? '') ? list : undefined
}

function ofGroup({ list, crosswalk }: Group, files: Files): readonly Fault[] {
  const table = files.crosswalks.get(crosswalk)
  const bands = new Map((codesOf(files, list) ?? []).map((band) => [band.code, band]))
  return (table?.rows ?? []).flatMap(({ code, source }, index) => {
    const [ages, band] = [agesIn(source), bands.get(code)]
    if (ages === undefined || band === undefined || isWithin(ages, band)) return []
    const place = { code: jurisdictionInvalid, file: table?.path ?? '', line: table?.lines[index], where: 'code' }
    const message = `"${source}" does not lie within ${code}, from ${band.from} to under ${band.to}: write the groups of the sender into lists/${list}.csv of this folder, which takes the place of the common list`
    return [fault(place, message)]
  })
}
