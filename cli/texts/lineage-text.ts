import type { Lineage } from '#api'
import { printable } from '#foundation'

type Figure = Lineage['figures'][number]
type Delivery = Lineage['deliveries'][number]

const roles: Readonly<Record<Figure['role'], string>> = {
  count: '',
  numerator: ', numerator',
  denominator: ', denominator',
}

/**
 * Figures with the deliveries behind them, for a terminal.
 *
 * @param builtAt - when each generation that is there was built, by its number
 */
export function lineageText({ figures, deliveries }: Lineage, builtAt: ReadonlyMap<number, string>): string {
  const known = new Map(deliveries.map((delivery) => [delivery.id, delivery]))
  const texts = figures.map((figure) => `${headOf(figure)}\n${sourcesOf(figure, known, builtAt)}`)
  return texts.join('')
}

function headOf({ measure, role, cell, value }: Figure): string {
  const where = Object.entries(cell).map(([dimension, code]) => `${dimension}=${code}`)
  return `${[`${measure}${roles[role]}`, ...where].join(', ')}: ${value}`
}

function sourcesOf(
  { value, sources }: Figure,
  known: ReadonlyMap<number, Delivery>,
  builtAt: ReadonlyMap<number, string>,
): string {
  if (value > 0 && sources.length === 0)
    return '  no delivery: no register contains it, or the statement of its cube names no rows\n'
  return sources
    .flatMap(({ delivery, rows, corrected }) => {
      const found = known.get(delivery)
      if (found === undefined) return []
      const later = corrected === 0 ? '' : `, and ${corrected} that later deliveries corrected`
      return [`  ${rows} rows${later} of delivery ${delivery}: ${deliveryText(found, builtAt)}\n`]
    })
    .join('')
}

function deliveryText(delivery: Delivery, builtAt: ReadonlyMap<number, string>): string {
  const { register, file, sha256, coverage, sentAt, generation } = delivery
  return [
    `${register}, ${printable(file)} (${sha256.slice(0, 12)})`,
    ...(coverage === null ? [] : [`${coverage.from} to ${coverage.to}`]),
    ...(sentAt === null ? [] : [`sent ${sentAt}`]),
    `taken in with generation ${generation}${builtAt.has(generation) ? ` of ${builtAt.get(generation)}` : ''}`,
  ].join(', ')
}
