import { describeRefusal, Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { generationStore, homeJurisdiction } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { dueFindings } from './due.ts'
import { requireReadableFacts } from './facts.ts'
import type { DoctorFinding } from './finding.ts'
import { machineFindings } from './machine.ts'
import { storedFindings } from './stored.ts'

/** The machine, what lies in the home, and what should have happened by now. */
export async function findings(configuration: Configuration, now: Date): Promise<readonly DoctorFinding[]> {
  return [...machineFindings(configuration), ...(await homeFindings(configuration, now))]
}

async function homeFindings({ TARAZA_HOME: home }: Configuration, now: Date): Promise<readonly DoctorFinding[]> {
  try {
    const code = homeJurisdiction(home)
    if (code === undefined)
      return [{ what: 'home', level: 'note', says: 'no nightly run so far: taraza nightly --jurisdiction …' }]
    const jurisdiction = loadJurisdiction(code)
    return [
      ...storedFindings(home, jurisdiction),
      ...(await factsFindings(home)),
      ...dueFindings(home, jurisdiction, now),
    ]
  } catch (error) {
    if (error instanceof Refusal) return [{ what: 'home', level: 'error', says: describeRefusal(error) }]
    throw error
  }
}

async function factsFindings(home: string): Promise<readonly DoctorFinding[]> {
  try {
    const generation = generationStore.current(home)
    if (generation !== undefined) await requireReadableFacts(home, generation)
    return []
  } catch (error) {
    if (error instanceof Refusal) return [{ what: 'facts', level: 'error', says: describeRefusal(error) }]
    throw error
  }
}
