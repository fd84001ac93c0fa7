import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import { homeJurisdiction } from '#warehouse'

const code = 'NO_RELEASE_YET'

/** Whether a server that cannot begin for this reason waits for its first figures. All other reasons are to be mended first. */
export function isMissing(error: unknown): boolean {
  return error instanceof Refusal && [code, 'JURISDICTION_NEEDED'].includes(error.code)
}

/** What a home lacks before it has figures to show, and who makes it. */
export function missingFigures(home: string): Refusal {
  return new Refusal(code, `There are no published figures yet. ${nextStep(home)}`)
}

function nextStep(home: string): string {
  if (homeJurisdiction(home) === undefined) return 'There is no data directory so far: "taraza init" makes it.'
  if (existsSync(join(home, 'CURRENT.json'))) return '"taraza release" makes the first release.'
  return 'Nothing has been ingested so far: "taraza nightly" takes in what lies in the incoming folder.'
}

/** Why figures that are there cannot be served: the log says it in full, readers are told its code. */
export function unusableFigures(error: unknown): Refusal {
  const reason = error instanceof Refusal ? error.code : 'INTERNAL'
  const advice = `There are no published figures yet. What there is cannot be served (${reason}): the log of the server says more.`
  return new Refusal(code, advice, {}, { cause: error })
}
