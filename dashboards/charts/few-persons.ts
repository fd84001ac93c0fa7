import type { Shape } from './shape.ts'

/** The fill of what rests on few persons. Vega draws no patterns, so a drawing that names this one gets its definition. */
export const stripes = 'url(#few-persons)'

export const stripesDefinition =
  '<pattern id="few-persons" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
  '<rect width="3" height="6" fill="#fff" fill-opacity="0.8"/></pattern>'

const restsOnFew = "datum.reliability === 'unreliable'"

interface Layer {
  readonly [part: string]: unknown
  readonly encoding: { readonly color: object; readonly [channel: string]: unknown }
}

/** A layer of marks and, where some rest on few persons, all of them once more, so that they stack alike, those striped. */
export function stripedWhereFew(layer: Layer, { hasFew = false }: Shape): readonly object[] {
  if (!hasFew) return [layer]
  const { color, ...encoding } = layer.encoding
  const detail = 'field' in color ? { detail: { field: color.field } } : {}
  const striped = { condition: { test: restsOnFew, value: stripes }, value: 'transparent' }
  return [layer, { ...layer, encoding: { ...encoding, ...detail, color: striped } }]
}

/** What makes a point hollow that rests on few persons. */
export function hollowWhereFew(encoding: object, { hasFew = false }: Shape): readonly object[] {
  if (!hasFew) return []
  return [
    {
      transform: [{ filter: restsOnFew }],
      mark: { type: 'point', filled: true, size: 18 },
      encoding: { ...encoding, color: { value: '#fff' } },
    },
  ]
}
