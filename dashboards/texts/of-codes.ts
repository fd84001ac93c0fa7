import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'

const codes = z.record(z.string(), z.array(z.string()))
const file = readYaml(
  packagePath('dashboards', 'texts', 'of-codes.yaml'),
  z.strictObject({ panels: codes, pages: codes, mails: codes }),
  'TEXT_INVALID',
)

/** The keys of the texts that tell refusals on panels, on a page of its own or in mails, by code. */
export function textsOfCodes(place: keyof typeof file): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(file[place]).flatMap(([key, all]) => all.map((code) => [code, key])))
}
