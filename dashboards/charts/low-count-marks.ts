import type { PanelModel } from './panel-model.ts'

/** The fill of what rests on few people. Vega draws no patterns, so a drawing that names this one gets its definition. */
export const stripes = 'url(#few-people)'

export const stripesDefinition =
  '<pattern id="few-people" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
  '<rect width="3" height="6" fill="#fff" fill-opacity="0.8"/></pattern>'

interface Layer {
  readonly [part: string]: unknown
  readonly encoding: { readonly color: object; readonly [channel: string]: unknown }
}

/** A layer of marks and, where some rest on few people, all of them once more, so that they stack alike, those striped. */
export function markLowCounts(layer: Layer, model: PanelModel): readonly object[] {
  if (!hasFew(model)) return [layer]
  const { color, ...encoding } = layer.encoding
  const detail = 'field' in color ? { detail: { field: color.field } } : {}
  const striped = { condition: { test: 'datum.few', value: stripes }, value: 'transparent' }
  return [layer, { ...layer, encoding: { ...encoding, ...detail, color: striped } }]
}

/** What makes a point hollow that rests on few people. */
export function hollowWhereFew(encoding: object, model: PanelModel): readonly object[] {
  if (!hasFew(model)) return []
  return [
    {
      transform: [{ filter: 'datum.few' }],
      mark: { type: 'point', filled: true, size: 18 },
      encoding: { ...encoding, color: { value: '#fff' } },
    },
  ]
}

export function hasFew({ series }: PanelModel): boolean {
  return series.some(({ points }) => points.some(({ few }) => few))
}
