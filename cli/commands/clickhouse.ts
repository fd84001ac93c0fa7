import { Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import {
  buildCatalog,
  currentRelease,
  factsShelf,
  loadIntoClickHouse,
  requireJurisdiction,
  snapshotShelf,
} from '#warehouse'
import { type Configuration, clickhouseOf } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'

/** `taraza clickhouse load`: what is served now, for officers and analysts, into ClickHouse. */
export async function clickhouseLoadCommand(configuration: Configuration, terminal: Terminal): Promise<number> {
  const { TARAZA_HOME: home } = configuration
  const clickhouse = clickhouseOf(configuration)
  if (clickhouse === undefined)
    throw new Refusal('BAD_CONFIGURATION', 'Say where ClickHouse is: set TARAZA_CLICKHOUSE_URL.', {
      parameter: 'TARAZA_CLICKHOUSE_URL',
    })
  const { cubes } = buildCatalog(loadJurisdiction(requireJurisdiction(home, undefined)))
  const options = { ...clickhouse, cubes: cubes.values(), progress: (message: string) => terminal.err(`${message}\n`) }
  const facts = await loadIntoClickHouse(factsShelf(home), options)
  const units = currentRelease(home) === undefined ? 0 : await loadIntoClickHouse(snapshotShelf(home), options)
  terminal.out(`Loaded ${facts + units} rows. Questions of officers and analysts are answered from ClickHouse.\n`)
  return exitCodes.done
}
