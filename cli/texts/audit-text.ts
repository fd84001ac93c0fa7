import type { AttackRow } from '#warehouse'
import { tableText } from './table-text.ts'

const verdicts: Readonly<Record<AttackRow['verdict'], string>> = {
  safe: 'safe',
  few: 'too few targets to tell',
  broken: 'BROKEN',
}

/** Strata that are told of each attack, those nearest to their limit first. */
const maxStrata = 8

const legend = `A share above what is tolerated is BROKEN only where chance does not explain it: its exact interval of 99.6 % lies above.
questions: what was asked. attacked: claims, or cells, that could be judged by the truth. recovered: those that were right.
tolerated: the share that is promised. too few targets to tell: fewer than 30. guessing: the commonest answer of people alike.
limit: the share of claims that may be right. gain: points over guessing on everybody unique in the stratum.
docs/methods/protection.md describes each attack.
`

const next = `A promise is BROKEN. Publish nothing more; docs/methods/protection.md says what to do next ("When the audit says BROKEN").
`

/** The audit of disclosure for a terminal: one line for each attack on each cube, then the strata of claims. */
export function auditText(results: readonly AttackRow[]): string {
  const found = results.filter(({ attacked }) => attacked > 0)
  const attacks = found.map(({ attack, cube, answer, questions, attacked, recovered, tolerated, verdict }) => [
    attack,
    [cube ?? 'all', answer].filter((part) => part !== null).join(': '),
    String(questions),
    String(attacked),
    String(recovered),
    percent(recovered / attacked),
    percent(tolerated),
    verdicts[verdict],
  ])
  const strata = results.flatMap(({ attack, cube, answer, strata: all }) =>
    all
      .slice(0, maxStrata)
      .map(({ stratum, claims, right, guessing, limit, gain }) => [
        [attack, [cube ?? 'all', answer].filter((part) => part !== null).join(': ')].join(', '),
        stratum,
        String(claims),
        percent(right),
        percent(guessing),
        percent(limit),
        gain === null ? '-' : `${(gain * 100).toFixed(1)}`,
      ]),
  )
  const heads = ['attack', 'cube', 'questions', 'attacked', 'recovered', 'share', 'tolerated', 'verdict']
  const of = ['attack', 'stratum', 'claims', 'right', 'guessing', 'limit', 'gain']
  const broken = attacks.filter((row) => row.at(-1) === verdicts.broken)
  const verdict = broken.length === 0 ? '' : `\n${tableText(heads, broken)}${next}`
  return `${tableText(heads, attacks)}\n${tableText(of, strata)}\n${legend}${verdict}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
