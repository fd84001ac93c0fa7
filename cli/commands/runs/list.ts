import { begunRuns, listRuns, readRunReport } from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { exitCodes } from '../../output.ts'

/** Every run that left a report, latest first, after those that began and did not end. */
export const runsListCommand: CommandModule = {
  name: 'list',
  description: 'all runs, latest first by their number, whatever the clock of the machine said',
  action(_options, { configuration: { TARAZA_HOME: home }, terminal }) {
    for (const { sequence, run } of begunRuns(home))
      terminal.out(`${numberText(sequence)}  ${run}  began and has not ended: it is at work, or it was killed\n`)
    for (const run of listRuns(home)) {
      const { sequence, decision, deliveries, refusals } = readRunReport(home, run)
      const counts = `${deliveries.length} deliveries, ${refusals.length} refused`
      terminal.out(`${numberText(sequence)}  ${run}  ${decision}  ${counts}\n`)
    }
    return exitCodes.done
  },
}

/** Runs from before they had numbers have none. */
function numberText(sequence: number): string {
  return (sequence === 0 ? '-' : String(sequence)).padStart(5)
}
