import { join } from 'node:path'
import { configurationFaults, pageAvailability } from '#dashboards'
import { requireNoFaults } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog, measureAvailability } from '#warehouse'
import { readWholeJurisdiction } from '../../check/read-whole-jurisdiction.ts'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'
import { availabilityText } from '../../texts/availability-text.ts'

const description = `Reports everything that is wrong in the files of a jurisdiction: file, line, and the
name that was probably meant. Where nothing is wrong: which measures can be
counted, which pages and panels are shown, and what the others need.

Exit code:
  0  nothing is wrong
  1  the files have faults
  2  wrong usage`

export const jurisdictionCheckCommand: CommandModule<JsonOption, string> = {
  name: 'check',
  argument: { syntax: '<jurisdiction>', description: 'a code such as kg, or a folder such as ./xx' },
  summary: 'report the faults of a jurisdiction, its measures and its pages',
  description,
  options: [jsonOption],
  action({ json }, { configuration, terminal }, code) {
    requireNoFaults(configurationFaults(code, join(configuration.TARAZA_HOME, 'pack')))
    const { notes, ...counts } = readWholeJurisdiction(code)
    const jurisdiction = loadJurisdiction(code)
    const catalog = buildCatalog(jurisdiction)
    const [measures, pages] = [measureAvailability(jurisdiction), pageAvailability(catalog)]
    const notPublic = [...catalog.cubes.keys()].filter((name) => !Object.hasOwn(jurisdiction.disclosure.cubes, name))
    const found = { jurisdiction: code, ...counts, notes, measures, notPublic, pages }
    terminal.out(json ? jsonText(found) : availabilityText(found))
    return exitCodes.done
  },
}
