import { Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import {
  buildCatalog,
  generationSource,
  loadIntoClickHouse,
  releaseStore,
  requireJurisdiction,
  snapshotSource,
} from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { clickhouseOf } from '../../configuration.ts'
import { exitCodes } from '../../output.ts'

/** What is served now goes there, for officers and analysts. */
export const clickhouseLoadCommand: CommandModule = {
  name: 'load',
  description: 'loads what is served now; what is there already is left alone',
  async action(_options, { configuration, terminal }) {
    const { TARAZA_HOME: home } = configuration
    const clickhouse = clickhouseOf(configuration)
    if (clickhouse === undefined)
      throw new Refusal('BAD_CONFIGURATION', 'Say where ClickHouse is: set TARAZA_CLICKHOUSE_URL.', {
        parameter: 'TARAZA_CLICKHOUSE_URL',
      })
    const { cubes } = buildCatalog(loadJurisdiction(requireJurisdiction(home, undefined)))
    const progress = (message: string) => terminal.err(`${message}\n`)
    const options = { ...clickhouse, cubes: cubes.values(), progress }
    const facts = await loadIntoClickHouse(generationSource(home), options)
    const units = releaseStore.current(home) === undefined ? 0 : await loadIntoClickHouse(snapshotSource(home), options)
    terminal.out(`Loaded ${facts + units} rows. Questions of officers and analysts are answered from ClickHouse.\n`)
    return exitCodes.done
  },
}
