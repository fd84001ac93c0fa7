import { enumType, quoteIdentifier, quoteLiteral } from '#foundation'
import { codeList, columnsOfList, type Jurisdiction, type RegisterName, unknownCode } from '#jurisdictions'
import type { Cube } from '../catalog/cube.ts'
import { broadAgeOf } from '../facts/age-group.ts'
import { calendarOf, calendarSlots } from '../facts/calendar.ts'
import { bandOf, parentOf } from '../facts/code-tables.ts'

/** First and last day, as ISO dates. */
export interface Days {
  readonly from: string
  readonly to: string
}

/** What fills the slots of the statements of cubes: mappings and types of a jurisdiction, and the days covered. */
export function cubeSlots(cube: Cube, jurisdiction: Jurisdiction, covered: Days): Readonly<Record<string, string>> {
  const { profile } = jurisdiction
  const slots = calendarSlots(calendarOf(jurisdiction))
  const band = (value: string, list: string) =>
    jurisdiction.lists.has(list) ? bandOf(value, jurisdiction, list) : 'null'
  const parent = (column: string, list: string) =>
    jurisdiction.lists.has(list) ? parentOf(column, jurisdiction, list) : 'null'
  const age = (register: RegisterName, day: string) => broadAgeOf(register, day, jurisdiction)
  const types = [...cube.dimensions.values()]
    .filter(({ grain }) => grain === undefined)
    .map(({ name, codes }) => [`${name}_type`, enumType(codes.map(({ code }) => code))])
  const assessments = jurisdiction.registers.get('assessments')
  const needs =
    assessments === undefined ? [] : columnsOfList(assessments, jurisdiction).filter(({ code }) => code !== unknownCode)
  return {
    ...Object.fromEntries(types),
    yes_no_type: enumType(codeList(jurisdiction, 'yes_no').codes.map(({ code }) => code)),
    office_region: parent('office', 'offices'),
    facility_region: parent('facility', 'facilities'),
    broad_age_at_registration: age('supervision', 'registered_on'),
    broad_age_at_admission: age('custody', 'admitted_on'),
    broad_age_at_release: age('custody', 'stay_released_on'),
    broad_age_at_quarter_end: age(cube.registers[0] ?? '', 'quarters.last_day'),
    need_columns: needs.map(({ column, code }) => `${quoteIdentifier(column)} as ${quoteIdentifier(code)}`).join(', '),
    need_names: needs.map(({ code }) => quoteIdentifier(code)).join(', '),
    need_scores: needs.map(({ column }) => quoteIdentifier(column)).join(', '),
    handed_to_probation: profile.handed_to_probation.map(quoteLiteral).join(', '),
    need_level: band('score', 'need_levels'),
    timeliness: band('days', 'timeliness'),
    waiting_band: band('(started_on - referred_on)', 'waiting_bands'),
    bridged_offences: offencesOfEveryRegime(jurisdiction).map(quoteLiteral).join(', ') || `''`,
    prison_places: placesIn(jurisdiction),
    ...slots,
    quarters: quartersWithin(covered, slots),
    covered_to: `date ${quoteLiteral(covered.to)}`,
  }
}

function placesIn({ profile }: Jurisdiction): string {
  const stated = profile.prison_places.map(({ year, places }) => `(${year}, ${places})`)
  return stated.length === 0 ? '(null::integer, null::integer)' : stated.join(', ')
}

/** The quarters whose last day lies in the days covered. */
function quartersWithin({ from, to }: Days, { shift, until }: ReturnType<typeof calendarSlots>): string {
  const months = `generate_series((date_trunc('quarter', date ${quoteLiteral(from)}${shift})${until})::date, date ${quoteLiteral(to)}, interval 3 months)`
  return `select * from (
    select (year(month${shift}) * 4 + quarter(month${shift}) - 1)::smallint as quarter, last_day((month + interval 2 months)::date) as last_day
    from (select unnest(${months})::date as month)
  ) where last_day <= date ${quoteLiteral(to)}`
}

/** Offences that articles of every code regime are mapped to: only these can be followed across a change of codes. */
function offencesOfEveryRegime({ crosswalks, profile }: Jurisdiction): readonly string[] {
  const rows = crosswalks.get('articles')?.rows ?? []
  const regimes = profile.regimes.map(({ code }) => code)
  const codes = [...new Set(rows.map(({ code }) => code))]
  const knows = (code: string, regime: string) =>
    rows.some((row) => row.code === code && (row.regime === '' || row.regime === regime))
  return codes.filter((code) => regimes.every((regime) => knows(code, regime)))
}
