import pino from 'pino'
import { attackGuard, makeService } from '#api'
import { type AttackRow, requireJurisdiction } from '#warehouse'

/** The attacks on the guard of analysts, as rows of the audit. Nothing that they are told counts against anybody. */
export async function guardAttacks(home: string): Promise<readonly AttackRow[]> {
  const begin = () =>
    makeService({
      home,
      jurisdiction: requireJurisdiction(home, undefined),
      levels: ['analyst', 'officer'],
      remembersAnswers: false,
      log: pino({ level: 'silent' }),
    })
  const results = await attackGuard(begin)
  return results.map(({ people, questions, small, exact, limit }) => ({
    cube: null,
    answer: null,
    strata: [],
    attack: people === 1 ? 'guard, one analyst' : `guard, ${people} analysts`,
    questions,
    attacked: small,
    recovered: exact,
    tolerated: limit,
    verdict: small === 0 ? 'few' : exact > limit * small ? 'broken' : 'safe',
    how: 'every table and every window of months, solved by least squares',
  }))
}
