import type { Findings, Taraza } from '../../client/index.ts'
import { between, type Words } from './words.ts'

interface Amount {
  readonly value: number
  readonly interval: { readonly lower: number; readonly upper: number }
}

export interface Substitution {
  readonly growth: Amount
  /** What the growth arithmetically took the place of, class by class. */
  readonly parts: readonly {
    readonly part: string
    readonly value: number
    readonly lower: number
    readonly upper: number
  }[]
  readonly words: Words
  readonly about: Findings
}

/** Whether more sanctions of one class went with fewer of others (substitution) or came on top (net-widening). */
export async function substitutionOf(taraza: Taraza, grown: string, from: number, to: number): Promise<Substitution> {
  const about = await taraza.statistics('substitution', 'sentences', {
    measure: ['persons'],
    by: ['year', 'sanction_class'],
    from,
    to,
    grown,
  })
  const { growth, replaced, added } = about.findings.find(({ group }) => group['in'] === 'persons')?.result ?? {}
  const classes = taraza.catalog.datasets
    .find(({ name }) => name === 'sentences')
    ?.dimensions.find(({ name }) => name === 'sanction_class')
  const labelOf = (code: string) => classes?.codes.find((one) => one.code === code)?.label ?? code
  const parts = [...replaced, { code: 'added', ...added }].map(
    ({ code, value, interval }: Amount & { code: string }) => ({
      part: labelOf(code),
      value,
      ...interval,
    }),
  )
  const whole = (value: number) => `${value < 0 ? '−' : ''}${Math.abs(Math.round(value))}`
  const amountText = ({ value, interval }: Amount) => `${whole(value)} (${between(interval, whole)})`
  const prison = replaced.find(({ code }: { code: string }) => code === 'CUST')
  return {
    growth,
    parts,
    words: {
      en: `Between ${from} and ${to} the number of persons with the sanction “${labelOf(grown)}” changed by ${amountText(growth)}. Arithmetically, ${amountText(prison)} of them stand against fewer custodial sentences and ${amountText(added)} came on top of everything else. This says nothing about what a court would have decided in a single case.`,
      ru: `С ${from} по ${to} год число лиц с наказанием «${labelOf(grown)}» изменилось на ${amountText(growth)}. Арифметически ${amountText(prison)} из них приходится на уменьшение лишения свободы, а ${amountText(added)} добавилось сверх всего остального. Это ничего не говорит о том, как суд решил бы отдельное дело.`,
    },
    about,
  }
}

export interface Effect {
  readonly effect: string
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/** How much of the change of the custodial share is due to another mix of offences and persons, and how much to other decisions on the same mix. */
export async function decompositionOf(taraza: Taraza, from: number, to: number): Promise<readonly Effect[]> {
  const { findings } = await taraza.statistics('decomposition', 'sentences', {
    measure: ['custodial_share'],
    by: ['year', 'offence_section', 'sex'],
    from,
    to,
  })
  return findings
    .filter(({ group }) => group['from'] === undefined)
    .map(({ group, result }) => ({
      effect: group['composition'] ?? (group['within'] === undefined ? 'total' : 'decisions'),
      value: result.effect,
      lower: result.lower,
      upper: result.upper,
    }))
}
