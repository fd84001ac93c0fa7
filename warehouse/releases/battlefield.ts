import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Engine, quoteIdentifier, quoteLiteral, Refusal } from '#foundation'
import { type AttackResult, type Battlefield, runAttacks } from '../disclosure/attacks/index.ts'
import { currentRelease, readRelease, releaseFolder } from './store.ts'

export type AuditQuestions = Pick<Battlefield, 'ask' | 'askAnalyst' | 'documents'>

/**
 * Attacks the release that is served with public questions, and judges by the truth that the restricted side keeps.
 *
 * @param effort - cells that one attack goes for
 * @throws {@link Refusal} `NO_RELEASE`
 */
export async function auditDisclosure(
  home: string,
  questions: AuditQuestions,
  effort: number,
): Promise<readonly AttackResult[]> {
  const release = currentRelease(home)
  if (release === undefined) throw new Refusal('NO_RELEASE', 'There is no release to attack yet.')
  const before = release.previous === null ? undefined : readRelease(home, release.previous)
  const engine = await Engine.open({ threads: 2 })
  const truth = await engine.connect()
  try {
    for (const [prefix, one] of [
      ['solved', release],
      ['before', before],
    ] as const) {
      const folder = one === undefined ? '' : join(releaseFolder(home, one.id), 'restricted')
      for (const file of existsSync(folder) ? readdirSync(folder) : []) {
        if (!file.endsWith('.parquet')) continue
        const name = quoteIdentifier(`${prefix}_${file.slice(0, -'.parquet'.length)}`)
        await truth.run(`create view ${name} as select * from read_parquet(${quoteLiteral(join(folder, file))})`)
      }
    }
    return await runAttacks({ ...questions, truth, release, before, effort })
  } finally {
    truth.closeSync()
    engine.close()
  }
}
