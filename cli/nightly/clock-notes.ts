import { Refusal } from '#foundation'
import { allRuns, generationStore, type HomeNote, readRunReport, startOfRun } from '#warehouse'

const farAhead = 400 * 86_400_000
/** Among so many runs one is looked for whose clock was right. */
const maxLooked = 20

/** What the clock of the machine says against what the home knows: its runs by number, and its deliveries. */
export function clockNotes(home: string, now: Date): HomeNote[] {
  const runs = allRuns(home).slice(0, maxLooked)
  const [latest] = runs
  const isBefore = latest !== undefined && now < startOfRun(latest.run)
  const known = [...runs.flatMap(({ run }) => trustedStart(home, run)), ...lastDays(home)]
  const isFarAhead = known.length > 0 && now.getTime() - Math.max(...known) > farAhead
  return [
    ...(isBefore ? (['CLOCK_BEFORE_LAST_RUN'] as const) : []),
    ...(isFarAhead ? (['CLOCK_FAR_AHEAD'] as const) : []),
  ]
}

/** When a run started, unless its own clock was far ahead. */
function trustedStart(home: string, run: string): number[] {
  try {
    return readRunReport(home, run).notes.includes('CLOCK_FAR_AHEAD') ? [] : [startOfRun(run).getTime()]
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

/** The last days that deliveries cover. */
function lastDays(home: string): number[] {
  const { deliveries = [] } = generationStore.current(home) ?? {}
  return deliveries.flatMap(({ coverage }) => (coverage === null ? [] : [Date.parse(coverage.to)]))
}
