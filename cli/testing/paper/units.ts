import { groupBy } from './groups.ts'
import { type Line, readPaperTable } from './tables.ts'

/** What is counted, as paper says, with all that can be asked of it; `persons` is how many it stands for. */
export type Unit = Line

export function unitsOf(name: string): readonly Unit[] {
  if (name === 'sentences_units') return otherUnits()
  if (name === 'sentences_attributes') return attributes()
  return readPaperTable('answers', name).flatMap(atEachQuarter).map(withWider)
}

function atEachQuarter({ quarters, ...line }: Line): readonly Line[] {
  return quarters === undefined ? [line as Line] : quarters.split(' ').map((quarter) => ({ ...line, quarter }) as Line)
}

/** A month lies in a quarter, a court in a region, an offence in a section, a sanction in a class. */
function withWider(line: Line): Unit {
  const { month, court, offence, sanction_category: category } = line
  const quarter = line['quarter'] ?? (month === undefined ? undefined : quarterOf(month))
  return {
    persons: '1',
    ...line,
    ...(quarter === undefined ? {} : { quarter, year: quarter.slice(0, 4) }),
    ...(court === undefined ? {} : { region: `KG-${court.split('-')[0]}` }),
    ...(offence === undefined ? {} : { offence_section: offence === 'UNK' ? 'UNK' : offence.slice(0, 2) }),
    ...(category === undefined ? {} : { sanction_class: classOf[category] ?? 'no class' }),
  }
}

const quarterOf = (month: string) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`

const classOf: Line = {
  life: 'CUST',
  deprivation_of_liberty: 'CUST',
  suspended_with_supervision: 'SUSP',
  deferred: 'SUSP',
  public_works: 'CSM',
  correctional_work: 'CSM',
  fine: 'FIN',
  released: 'NONE',
}

/** One line for each attribute of a person in a judgment. */
function attributes(): readonly Unit[] {
  const same = { disability: 'no', domestic_violence: 'no', legal_aid: 'no', detained_before_trial: 'yes' }
  return unitsOf('sentences').flatMap((unit) => {
    const { citizenship, prior } = unit
    const all = { ...same, citizenship, prior_conviction: prior, regime: 'kg-2021' }
    return Object.entries(all).map(([attribute, value]) => ({ ...unit, attribute, attribute_value: `${value}` }))
  })
}

const defaults = { unit: 'person', rule: 'severest', placement: 'own', stage: 'latest', view: 'recorded' }
const severity = ['CUST', 'SUSP', 'CSM', 'FIN', 'OTH', 'NONE']
const severest = (classes: readonly string[]) => severity.find((one) => classes.includes(one)) ?? 'no class'

/** The same judgments counted otherwise, one switch at a time. */
function otherUnits(): readonly Unit[] {
  const persons = unitsOf('sentences')
  const as = (change: Line, units: readonly Unit[], class_: (unit: Unit) => string = ownClass) =>
    units.map((unit) => ({ ...unit, ...defaults, ...change, sanction_class: class_(unit) }))
  return [
    ...as({}, persons),
    ...as(
      { unit: 'case' },
      together(persons, ({ case: one }) => `${one}`),
    ),
    ...as(
      { unit: 'person_year' },
      together(persons, ({ person, year }) => `${person} ${year}`),
    ),
    ...as({ unit: 'charge' }, each(persons, 'charges')),
    ...as({ unit: 'sanction' }, each(persons, 'sanctions')),
    ...as({ rule: 'highest_maximum' }, persons, (unit) => unit['highest'] ?? ''),
    ...as({ placement: 'custodial' }, persons, (unit) => (ownClass(unit) === 'SUSP' ? 'CUST' : ownClass(unit))),
    ...as(
      { stage: 'first_instance' },
      persons.filter((unit) => unit['first'] !== ''),
      (unit) => unit['first'] ?? '',
    ),
    ...as(
      { stage: 'in_force' },
      persons.filter((unit) => unit['in_force'] === 'yes'),
    ),
    ...as(
      { view: 'bridged' },
      persons.filter((unit) => unit['offence'] !== 'UNK'),
    ),
  ]
}

const ownClass = (unit: Unit) => unit['sanction_class'] ?? ''

/** Units with one key are one, of the severest class and in the year of the first. */
function together(units: readonly Unit[], keyOf: (unit: Unit) => string): readonly Unit[] {
  return [...groupBy(units, keyOf).values()].map((group) => {
    const [first] = group.toSorted((one, other) => (`${one['month']}` < `${other['month']}` ? -1 : 1))
    return { ...first, sanction_class: severest(group.map(ownClass)) } as Unit
  })
}

function each(units: readonly Unit[], column: string): readonly Unit[] {
  return units.flatMap((unit) => (unit[column] ?? '').split(' ').map((sanction_class) => ({ ...unit, sanction_class })))
}
