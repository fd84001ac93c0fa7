import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import type { PublishedCube } from '../../editions/edition.ts'
import { buildCatalog, datasetNamed } from '../../index.ts'
import { errorOfMeasure, tableName } from './protection-error.ts'

const sentences = datasetNamed('sentences', buildCatalog(loadJurisdiction('kg')))
const measure = (name: string) => {
  const found = sentences.measures.get(name)
  if (found === undefined) throw new Error(`there is no measure ${name}`)
  return found
}
const { cube } = measure('persons')
const published: PublishedCube = {
  cells: ['month', 'court', 'offence', 'sex', 'age_band', 'sanction_category', 'length_band'],
  dimensions: [],
  method: 'small-count-rounding',
  rows: 0,
  rollups: [],
  standardError: 1.9,
  intervals: {
    errors: [
      { error: 1, families: ['year', 'year × region', 'year × region × sanction_class'] },
      { error: 4, families: ['year × region × offence_section', 'year × region × offence_section × sanction_class'] },
      {
        error: 2,
        families: ['year × sanction_class', 'year × offence_section', 'year × offence_section × sanction_class'],
      },
    ],
    widened: [
      { kind: 'share', factor: 1.5, families: ['year × region × offence_section'] },
      { kind: 'share', factor: 2, families: ['*'] },
    ],
    coverage: [{ kind: 'share', tables: [{ families: ['year × region', 'year × region × offence_section'] }] }],
  },
}
const errorOf = (name: string, kind: 'count' | 'share', names: readonly string[], summed: readonly string[] = []) =>
  errorOfMeasure(measure(name).form, kind, { cube, published, names, summed }, sentences)

describe('the error of protection in an interval', () => {
  it('is that of the table that is asked, whatever the order of the question', () => {
    expect(tableName(['offence_section', 'region', 'year'], cube, published)).toBe('year × region × offence_section')
    expect(tableName(['court', 'region', 'quarter', 'sanction_class'], cube, published)).toBe(
      'quarter × court × sanction_class',
    )
    expect(tableName([], cube, published)).toBe('total')
    expect(errorOf('persons', 'count', ['region', 'year'])).toBe(1)
    expect(errorOf('persons', 'count', ['year', 'offence_section', 'region'])).toBe(4)
  })

  it('counts as often as was needed for that table, or for the neediest where it was not measured', () => {
    expect(errorOf('custodial_share', 'share', ['year', 'region'])).toBe(1)
    expect(errorOf('custodial_share', 'share', ['year', 'region', 'offence_section'])).toBe(6)
    expect(errorOf('custodial_share', 'share', ['year', 'offence_section'])).toBe(4)
  })

  it('is the larger one of a part and of the whole where codes are added up', () => {
    expect(errorOf('persons', 'count', ['year', 'region', 'offence_section'], ['region'])).toBe(4)
    expect(errorOf('persons', 'count', ['year', 'region', 'offence_section'], ['offence_section'])).toBe(4)
    expect(errorOf('persons', 'count', ['year', 'region', 'sanction_class'], ['region'])).toBe(2)
  })

  it('is the one of all tables in releases that tell no other', () => {
    const { intervals: _, ...earlier } = published
    const table = { cube, published: earlier, names: ['year', 'court', 'offence'], summed: [] }
    expect(errorOfMeasure(measure('custodial_share').form, 'share', table, sentences)).toBe(1.9)
  })
})
