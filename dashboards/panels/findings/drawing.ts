import type { MethodFinding, MethodFindings } from '#api'
import type { Interval } from '#statistics'
import { colours, type FigureUnit, type PanelForm, type PanelModel, plainPoint } from '../../charts/index.ts'
import type { TableData } from '../../charts/table-data.ts'
import type { FigureWriter } from '../../texts/figures.ts'
import type { Translate } from '../../texts/messages.ts'

/** What a panel shows of what a method found. */
export interface Drawing {
  /** The figures of its chart, without the source that the answer names. */
  readonly model?: Omit<PanelModel, 'source'> | undefined
  readonly table: Pick<TableData, 'head' | 'rows'>
  /** What the findings allow to say. */
  readonly sentences: readonly string[]
}

export interface FindingsContext {
  readonly t: Translate
  readonly figures: FigureWriter
  /** The name of a code of a dimension, or of a dimension without a code. */
  readonly nameOf: (dimension: string, code?: string) => string
  /** What people read for a period. */
  readonly labelOf: (period: string) => string
  /** Of several findings the one that is wanted. */
  readonly show: string | undefined
  /** Places in prisons, by the year for which they were stated. */
  readonly places: readonly { readonly year: number; readonly places: number }[]
}

export type Draw = (found: MethodFindings, context: FindingsContext) => Drawing

export const nothingDrawn: Drawing = { table: { head: [], rows: [] }, sentences: [] }

/** A result as it came over the API: numbers by name, nested. */
export function resultOf<T>({ result }: MethodFinding): T {
  return result as Readonly<Record<string, never>> as T
}

/** Named values with their 95 % intervals, from top to bottom. */
export function modelOfParts(
  form: PanelForm & ('bars' | 'points'),
  parts: readonly ({ readonly label: string; readonly value: number } & Interval)[],
  { measure, unit, t }: { readonly measure: string; readonly unit: FigureUnit; readonly t: Translate },
): Omit<PanelModel, 'source'> {
  const points = parts.map(({ value, lower, upper }) => plainPoint(value, { lower, upper }))
  return {
    form,
    unit,
    measure,
    categories: parts.map(({ label }) => ({ code: label, label })),
    series: [{ name: measure, colour: colours.noncustodial, points }],
    bounds: 'interval',
    levels: [95],
    boundsLabel: t('interval'),
    laws: [],
  }
}

/** A range as people read it. */
export function rangeInWords({ lower, upper }: Interval, write: (value: number) => string): string {
  return `${write(lower)} – ${write(upper)}`
}

/** The name of the group that a finding is about. */
export function groupName({ group }: MethodFinding, { nameOf, t }: FindingsContext): string {
  const [entry] = Object.entries(group)
  return entry === undefined ? t('total') : nameOf(...entry)
}

/** Whom a method had to leave out of a comparison or take together, because their groups are too small for a share. */
export function leftOut({ findings, parameters }: MethodFindings, context: FindingsContext): readonly string[] {
  const { t, figures, nameOf } = context
  const [dimension = ''] = Object.keys(findings[0]?.group ?? {})
  const list = (name: string, of: (key: string) => string) =>
    Object.entries((parameters[name] ?? {}) as Readonly<Record<string, number>>)
      .filter(([, persons]) => persons > 0)
      .map(([key, persons]) => `${of(key)} ${figures.count(persons)}`)
      .join('; ')
  const [out, together] = [list('leftOut', (code) => nameOf(dimension, code)), list('personsTakenTogether', String)]
  return [
    ...(out === '' ? [] : [t('left_out', { groups: out })]),
    ...(together === '' ? [] : [t('taken_together', { years: together })]),
  ]
}
