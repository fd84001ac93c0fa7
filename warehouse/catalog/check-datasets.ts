import { basename } from 'node:path'
import { type Fault, FileCheck, type YamlFile } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { columnName, measureParts, remarkNames } from './answer-columns.ts'
import { checkNeeds } from './check-cubes.ts'
import { clausesOf } from './condition.ts'
import type { Cube } from './cube.ts'
import type { DatasetDeclaration } from './declarations.ts'
import { dividedIn, formulaPlace } from './formula.ts'
import { baseCountsOf, type MeasureExpression } from './measures.ts'

type Cubes = ReadonlyMap<string, Cube>
type Keys = readonly (string | number)[]

/** Adds what is wrong with datasets: cubes, counts, dimensions, codes and columns that there are not. */
export function checkDatasets(
  files: readonly YamlFile<DatasetDeclaration>[],
  { cubes, jurisdiction }: { readonly cubes: Cubes; readonly jurisdiction: Jurisdiction },
  faults: Fault[],
): void {
  const denominators = new Map<string, Cube | undefined>(
    files.flatMap(({ value: { name, counts } }) =>
      Object.entries(counts).map(([count, { cube }]) => [`${name}.${count}`, cubes.get(cube)] as const),
    ),
  )
  const labelled = new Set(
    files.flatMap(({ value: { name, counts } }) =>
      Object.entries(counts).flatMap(([count, { label }]) => (label === undefined ? [] : [`${name}.${count}`])),
    ),
  )
  for (const file of files) {
    const check = new FileCheck(file, faults)
    const { name, counts } = file.value
    check.isKnown(['name'], name, 'file of this name; the dataset is called', [basename(file.path, '.yaml')])
    const sound = checkCounts(check, file.value, cubes)
    for (const [measure, { expression: form, excluded_dimensions: excluded, needs }] of Object.entries(
      file.value.measures,
    )) {
      const keys = ['measures', measure]
      const cube = checkForm(check, [...keys, 'expression'], form, { counts, cubes, denominators })
      checkNames(check, [...keys, 'excluded_dimensions'], excluded, cube)
      checkWords(check, keys, file.value, { labelled, denominators })
      const others = 'rate' in form ? (denominators.get(form.of)?.registers ?? []) : []
      if (cube !== undefined)
        checkNeeds(check, keys, { needs }, { counted: [...cube.registers, ...others], jurisdiction })
    }
    checkColumnNames(check, file.value, sound)
    checkDimensionsOf(check, file.value, new Map(sound.flatMap((cube) => [...cube.dimensions])))
  }
}

/** Adds dimensions that are turned or told apart, and that the dataset has not. */
function checkDimensionsOf(
  check: FileCheck,
  { default_filters: filters, non_additive_dimensions: nonAdditive }: DatasetDeclaration,
  all: Cube['dimensions'],
): void {
  for (const [dimension, code] of Object.entries(filters))
    checkCodes(check, ['default_filters', dimension], [code], {
      keysOfCodes: () => ['default_filters', dimension],
      all,
    })
  for (const [at, one] of nonAdditive.entries())
    check.isKnown(['non_additive_dimensions', at], one, 'dimension of the dataset', all.keys())
}

/** The cubes that counts are made of; their conditions are checked. */
function checkCounts(check: FileCheck, { counts }: DatasetDeclaration, cubes: Cubes): readonly Cube[] {
  return Object.entries(counts).flatMap(([name, { cube, where }]) => {
    const keys = ['counts', name]
    if (!check.isKnown([...keys, 'cube'], cube, 'cube', cubes.keys())) return []
    const found = cubes.get(cube) as Cube
    for (const { dimension, codes, isIn } of clausesOf(where)) {
      const own = [...keys, 'where', dimension]
      const keysOfCodes = (at: number) => (isIn ? [...own, at] : [...own, 'not', at])
      checkCodes(check, own, codes, { keysOfCodes, all: found.dimensions })
    }
    return [found]
  })
}

/** Adds a dimension that a cube has not, or codes that its list has not. */
function checkCodes(
  check: FileCheck,
  keys: Keys,
  codes: readonly string[],
  { keysOfCodes, all }: { readonly keysOfCodes: (at: number) => Keys; readonly all: Cube['dimensions'] },
): void {
  const dimension = String(keys.at(-1))
  if (!check.isKnown(keys, dimension, 'dimension of the cube', all.keys())) return
  const { codes: known = [], grain } = all.get(dimension) ?? {}
  check.require(grain === undefined, keys, 'periods are chosen by who asks')
  // A list that no jurisdiction at hand has cannot be looked into.
  if (known.length === 0) return
  const names = known.map(({ code }) => code)
  for (const [at, code] of codes.entries()) check.isKnown(keysOfCodes(at), code, `code of ${dimension}`, names)
}

interface FormContext {
  readonly counts: DatasetDeclaration['counts']
  readonly cubes: Cubes
  readonly denominators: ReadonlyMap<string, Cube | undefined>
}

/** The cube that a measure is counted in, where its form is sound. */
function checkForm(
  check: FileCheck,
  keys: Keys,
  form: MeasureExpression,
  { counts, cubes, denominators }: FormContext,
) {
  const before = check.found
  const ofCounts = Object.entries(form).filter(
    ([, value]) => typeof value === 'string' && baseCountsOf(form).includes(value),
  )
  for (const [key, count] of ofCounts) check.isKnown([...keys, key], String(count), 'count', Object.keys(counts))
  if ('rate' in form) {
    const isKnown = check.isKnown([...keys, 'of'], form.of, 'count of a dataset', denominators.keys())
    const isPublic = denominators.get(form.of)?.establishment ?? true
    if (isKnown) check.require(isPublic, [...keys, 'of'], 'a rate is over a count of an establishment cube')
  }
  if (check.found > before) return undefined
  const [cube = '', other] = [...new Set(baseCountsOf(form).map((count) => counts[count]?.cube ?? ''))]
  const found = cubes.get(cube)
  if (other !== undefined) {
    // A cube that there is not was told where it is named.
    if (found !== undefined && cubes.has(other))
      check.fault(keys, `the counts of a measure are of one cube, not of ${cube} and ${other}`)
    return undefined
  }
  if ('median' in form && found !== undefined) {
    check.isKnown([...keys, 'median'], form.median, 'column with single values', found.values)
    if (check.isKnown([...keys, 'bands'], form.bands, 'dimension of the cube', found.dimensions.keys()))
      check.require(
        found.dimensions.get(form.bands)?.codes.some(({ from, to }) => from !== undefined && to !== undefined) ?? false,
        [...keys, 'bands'],
        'no code of this list says from where to where it reaches',
      )
  }
  return found
}

function checkNames(check: FileCheck, keys: Keys, names: readonly string[], cube: Cube | undefined): void {
  if (cube === undefined) return
  for (const [at, name] of names.entries())
    check.isKnown([...keys, at], name, 'dimension of the cube', cube.dimensions.keys())
}

/** What is divided has words for both parts, and the definition holds the formula that is made of them. */
function checkWords(
  check: FileCheck,
  keys: Keys,
  { name, counts, measures }: DatasetDeclaration,
  { labelled, denominators }: Pick<FormContext, 'denominators'> & { readonly labelled: ReadonlySet<string> },
): void {
  const measure = measures[String(keys.at(-1))]
  const divided = measure && dividedIn(measure.expression)
  for (const count of divided === undefined ? [] : [divided.above, divided.below]) {
    const isOwn = Object.hasOwn(counts, count)
    const message = `the count "${count}" is divided: it needs a label, of which the formula is made`
    const isKnown = isOwn || denominators.has(count)
    if (isKnown)
      check.require(labelled.has(isOwn ? `${name}.${count}` : count), isOwn ? ['counts', count] : keys, message)
  }
  for (const [language, text] of Object.entries(measure?.definition ?? {})) {
    const places = text.match(/\{[^{}]*\}?/g) ?? []
    const wanted = divided === undefined ? [] : [formulaPlace]
    const message = `a definition of what is divided holds ${formulaPlace} once, any other one no such place`
    check.require(places.join() === wanted.join(), [...keys, 'definition', language], message)
  }
}

/** A measure may not be called like a column that an answer has besides. */
function checkColumnNames(check: FileCheck, { measures }: DatasetDeclaration, cubes: readonly Cube[]): void {
  const names = Object.keys(measures)
  const besides = measureParts.filter((part) => part !== 'value')
  const taken = new Set([
    ...names.flatMap((name) => besides.map((part) => columnName(name, part))),
    ...cubes.flatMap(({ dimensions }) => [...dimensions.keys()]),
    ...remarkNames,
  ])
  for (const name of names)
    check.require(!taken.has(name), ['measures', name], 'another column of answers has this name')
}
