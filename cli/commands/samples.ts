import { defaultLastMonth, messyVariant, writeSamples } from '#data-samples'
import { useJurisdictionsIn } from '#jurisdictions'
import type { CommandModule } from '../command-module.ts'
import { exitCodes, numberOf } from '../output.ts'

interface SamplesOptions {
  readonly jurisdiction: string
  readonly out: string
  readonly seed: string
  readonly scale: string
  readonly from: string
  readonly to?: string
  readonly messy?: boolean
}

export const samplesCommand: CommandModule<SamplesOptions> = {
  name: 'samples',
  description: 'write synthetic extracts with their manifests',
  options: [
    { flags: '--jurisdiction <code>', description: 'such as kg', isRequired: true },
    { flags: '--out <folder>', description: 'where to write', isRequired: true },
    { flags: '--seed <number>', description: 'equal seeds give equal bytes', default: '1' },
    { flags: '--scale <number>', description: 'how many times the published numbers: a whole number', default: '1' },
    { flags: '--from <month>', description: 'first month', default: '2018-01' },
    { flags: '--to <month>', description: 'last month; by default 2026-09, or the last one that is past' },
    {
      flags: '--messy',
      formerly: '--mess',
      description: 'write them as real senders do: every format, encoding and habit in turn',
    },
  ],
  async action({ jurisdiction, out, seed, scale, from, to, messy }, { configuration, terminal }) {
    useJurisdictionsIn(configuration.TARAZA_JURISDICTIONS)
    const today = new Date()
    const deliveries = await writeSamples({
      jurisdiction,
      out,
      seed: numberOf('seed', seed, { min: 0, max: 999_999_999 }),
      scale: numberOf('scale', scale, { min: 1, max: 1000 }),
      from,
      to: to ?? defaultLastMonth(today),
      today,
      ...(messy ? { dress: messyVariant } : {}),
    })
    const rows = deliveries.reduce((sum, delivery) => sum + delivery.rows, 0)
    terminal.out(`Wrote ${deliveries.length} deliveries with ${rows} synthetic rows to ${out}\n`)
    return exitCodes.done
  },
}
