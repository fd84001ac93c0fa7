import { listRuns, readRunReport } from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { exitCodes } from '../../output.ts'

/** Every run that left a report, latest first. */
export const runsListCommand: CommandModule = {
  name: 'list',
  action(_options, { configuration: { TARAZA_HOME: home }, terminal }) {
    for (const run of listRuns(home)) {
      const { decision, deliveries, refusals } = readRunReport(home, run)
      terminal.out(`${run}  ${decision}  ${deliveries.length} deliveries, ${refusals.length} refused\n`)
    }
    return exitCodes.done
  },
}
