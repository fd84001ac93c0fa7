import { type Jurisdiction, languages, type Text } from '#jurisdictions'
import { calendarOf } from '../facts/calendar.ts'
import { clausesOf } from './condition.ts'
import { type Cube, missingOf } from './cube.ts'
import { type DatasetDeclaration, type Declarations, declarationsOf, shippedDeclarations } from './declarations.ts'
import type { Dimension } from './dimensions.ts'
import { defined, formulaOf } from './formula.ts'
import { type BaseCount, baseCountsOf, type MeasureExpression, type MeasureUnit } from './measures.ts'
import { periodLabel } from './periods.ts'
import { type MissingColumn, missingColumns, type Presupposed } from './presupposed.ts'
import { withYearEnd, yearEndOf } from './year-end.ts'

type Needs = Presupposed['needs']

/** A figure that can be asked of a dataset, and how it is reckoned. */
export interface Measure {
  readonly name: string
  readonly label: Text
  readonly unit: MeasureUnit
  readonly definition: Text
  /** What is divided by what; a count and a median have none. */
  readonly formula: Text | undefined
  readonly form: MeasureExpression
  /** Of a rate the count of another dataset that it is over. */
  readonly over: BaseCount | undefined
  readonly cube: Cube
  /** The dimensions by which it may be asked and filtered. */
  readonly dimensions: readonly string[]
}

/** What can be asked together, in the words that readers see. */
export interface Dataset {
  readonly name: string
  readonly label: Text
  readonly unit: Text
  readonly rule: Text
  readonly eventDate: Text
  /** Whose registers the figures are counted from. */
  readonly source: Text
  readonly counts: Readonly<Record<string, BaseCount>>
  readonly measures: ReadonlyMap<string, Measure>
  readonly dimensions: ReadonlyMap<string, Dimension>
  readonly switches: Readonly<Record<string, string>>
  readonly oneOf: readonly string[]
}

/** The datasets of a jurisdiction: measures whose cubes it has. The first one is `sentences`. */
export function datasetsOf(
  cubes: readonly Cube[],
  jurisdiction: Jurisdiction,
  declarations: Declarations = declarationsOf(jurisdiction),
): readonly Dataset[] {
  const isAvailable = (needs: Needs) => missingColumns({ needs }, jurisdiction).length === 0
  const { datasets } = declarations
  return datasetsWhere(cubes, { datasets, isAvailable, jurisdiction, yearEnd: ownYearEnd(jurisdiction, declarations) })
}

/** All datasets that can be read, with all their measures, whether or not a jurisdiction has what they need. */
export function everyDataset(
  cubes: readonly Cube[],
  jurisdiction: Jurisdiction,
  declarations: Declarations,
): readonly Dataset[] {
  const { files: datasets } = declarations.readDatasets()
  const yearEnd = ownYearEnd(jurisdiction, declarations)
  return datasetsWhere(cubes, { datasets, isAvailable: () => true, jurisdiction, yearEnd })
}

function ownYearEnd({ profile }: Jurisdiction, { yearEnds }: Declarations): Text {
  return yearEndOf(yearEnds.value, profile.year_starts)
}

function datasetsWhere(cubes: readonly Cube[], context: MeasuresContext): readonly Dataset[] {
  const { datasets, jurisdiction, yearEnd } = context
  const byName = new Map(cubes.map((cube) => [cube.name, cube]))
  const all = datasets.flatMap(({ value: declaration }): Dataset[] => {
    const { name, label, counts, census } = declaration
    const { default_filters: switches, non_additive_dimensions: oneOf } = declaration
    const measures = measuresOf(declaration, byName, context)
    if (measures.length === 0) return []
    const isCensus = measures.some(({ cube }) => cube.isCensus)
    const { unit, counting_rule: rule, event_date } = isCensus && census !== undefined ? census : declaration
    return [
      {
        name,
        label,
        unit,
        rule: withYearEnd(rule, yearEnd),
        eventDate: event_date,
        source: sourceOf(measures, jurisdiction),
        counts,
        measures: new Map(measures.map((measure) => [measure.name, measure])),
        dimensions: new Map(measures.flatMap(({ cube }) => [...cube.dimensions])),
        switches,
        oneOf,
      },
    ]
  })
  return all.sort((one, other) => Number(other.name === 'sentences') - Number(one.name === 'sentences'))
}

interface MeasuresContext {
  readonly datasets: Declarations['datasets']
  readonly isAvailable: (needs: Needs) => boolean
  readonly jurisdiction: Jurisdiction
  readonly yearEnd: Text
}

/** The years for which places in prisons were stated stand where a formula holds `{stated}`. */
function withYear(formula: Text, jurisdiction: Jurisdiction): Text {
  const calendar = calendarOf(jurisdiction)
  const years = jurisdiction.profile.prison_places.map(({ year }) => periodLabel(String(year), calendar)).join(', ')
  const stated = years === '' ? '' : ` (${years})`
  const written = languages.map((language) => [language, formula[language].replace('{stated}', stated)])
  return Object.fromEntries(written) as Record<keyof Text, string>
}

function measuresOf(
  { measures, counts }: DatasetDeclaration,
  cubes: ReadonlyMap<string, Cube>,
  { datasets, isAvailable, jurisdiction, yearEnd }: MeasuresContext,
): readonly Measure[] {
  return Object.entries(measures).flatMap(([name, declared]) => {
    const { excluded_dimensions: excluded, needs, expression: form, ...texts } = declared
    const [first = ''] = baseCountsOf(form)
    const cube = cubes.get(counts[first]?.cube ?? '')
    if (cube === undefined || !hasDenominator(form, cubes, datasets) || !isAvailable(needs)) return []
    if (!baseCountsOf(form).every((count) => isCountable(counts[count]?.where, cube))) return []
    const dimensions = [...cube.dimensions.keys()].filter((dimension) => !excluded.includes(dimension))
    const ownFormula = formulaOf(form, counts, (count) => countOf(count, datasets))
    const formula = ownFormula && withYear(ownFormula, jurisdiction)
    const over = denominatorOf(form, datasets)
    const definition = withYearEnd(defined(texts.definition, formula), yearEnd)
    return [{ name, form, ...texts, definition, formula, over, cube, dimensions }]
  })
}

/** Where a jurisdiction's own list lacks all codes that a condition asks for, a count of it would be a zero that means nothing. */
function isCountable(condition: BaseCount['where'], { dimensions }: Cube): boolean {
  return clausesOf(condition).every(({ dimension, codes, isIn }) => {
    const known = dimensions.get(dimension)?.codes ?? []
    return !isIn || known.length === 0 || known.some(({ code }) => codes.includes(code))
  })
}

/** A measure that cannot be counted, and the columns that the contracts would have to deliver for it. */
export interface UnavailableMeasure {
  readonly dataset: string
  readonly measure: string
  readonly label: Text
  readonly missing: readonly MissingColumn[]
}

/** Measures whose registers a jurisdiction has, but not all columns that they presuppose. */
export function unavailableMeasures(
  jurisdiction: Jurisdiction,
  declarations: Declarations = declarationsOf(jurisdiction),
): readonly UnavailableMeasure[] {
  return declarations.datasets.flatMap(({ value: { name: dataset, counts, measures } }) =>
    Object.entries(measures).flatMap(([measure, { expression: form, label, needs }]) => {
      const named = baseCountsOf(form).flatMap((count) => counts[count]?.cube ?? [])
      const over = denominatorOf(form, declarations.datasets)
      const cubes = over === undefined ? named : [...named, over.cube]
      const all = [
        ...[...new Set(cubes)].flatMap((cube) => missingOf(cube, jurisdiction, declarations)),
        ...missingColumns({ needs }, jurisdiction),
      ]
      const byName = new Map(all.map((missing) => [`${missing.register}.${missing.column}`, missing]))
      return all.length === 0 ? [] : [{ dataset, measure, label, missing: [...byName.values()] }]
    }),
  )
}

/** The owners of the registers, each once; for sentences the line that the jurisdiction gives. */
function sourceOf(measures: readonly Measure[], { contracts, profile }: Jurisdiction): Text {
  const registers = [...new Set(measures.flatMap(({ cube }) => cube.registers))]
  if (registers.join() === 'sentences') return profile.source
  const owners = registers.flatMap((register) => contracts.get(register)?.owner ?? [])
  const joined = languages.map((language) => [
    language,
    [...new Set(owners.map((owner) => owner[language]))].join('; '),
  ])
  return Object.fromEntries(joined) as Record<keyof Text, string>
}

function hasDenominator(
  form: MeasureExpression,
  cubes: ReadonlyMap<string, Cube>,
  datasets: Declarations['datasets'],
): boolean {
  return !('rate' in form) || cubes.has(countOf(form.of, datasets)?.cube ?? '')
}

/** The count of another dataset that a rate is over. */
function denominatorOf(form: MeasureExpression, datasets: Declarations['datasets']): BaseCount | undefined {
  return 'rate' in form ? countNamed(form.of, datasets) : undefined
}

/** A count by its dataset and its name, such as `sentences.custodial`. */
export function countNamed(name: string, datasets: Declarations['datasets'] = shippedDeclarations.datasets): BaseCount {
  const found = countOf(name, datasets)
  if (found === undefined) throw new Error(`there is no count ${name}`)
  return found
}

function countOf(name: string, datasets: Declarations['datasets']): BaseCount | undefined {
  const [dataset, count = ''] = name.split('.')
  return datasets.find(({ value }) => value.name === dataset)?.value.counts[count]
}
