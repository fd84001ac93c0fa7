import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'

const table = z.record(z.string(), z.string())

/** How letters sound, and which of them look like digits. */
export const letters = readYaml(
  packagePath('ingest', 'personal', 'letters.yaml'),
  z.strictObject({ sounds: table, look_alikes: table }),
  'JURISDICTION_INVALID',
)
