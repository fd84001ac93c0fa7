import type { TracedDelivery } from '#api'
import { generationStore, type RecordedDelivery, reportsLatestFirst, startOfRun } from '#warehouse'

/** Deliveries with the run that took each in, as far as the reports of the home say, and when that was. */
export function runsOf(deliveries: readonly RecordedDelivery[], home: string): readonly TracedDelivery[] {
  const runs = runsByDelivery(deliveries, home)
  const built = new Map(generationStore.list(home).map(({ number, builtAt }) => [number, builtAt]))
  return deliveries.map(({ reasons: _, ...delivery }) => {
    const run = runs.get(keyOf(delivery)) ?? null
    const takenInAt = built.get(delivery.generation) ?? (run === null ? null : startOfRun(run.run).toISOString())
    return { ...delivery, run, takenInAt }
  })
}

type OfGeneration = Pick<RecordedDelivery, 'generation' | 'sha256'>

const keyOf = ({ generation, sha256 }: OfGeneration) => `${generation} ${sha256}`

function runsByDelivery(deliveries: readonly OfGeneration[], home: string) {
  const wanted = new Set(deliveries.map(keyOf))
  const runs = new Map<string, NonNullable<TracedDelivery['run']>>()
  for (const { run, sequence, decision, generation, deliveries: taken } of reportsLatestFirst(home)) {
    if (wanted.size === 0) break
    if (generation === null || !decision.startsWith('published')) continue
    const number = Number.parseInt(generation, 10)
    for (const { sha256 } of taken) {
      const key = keyOf({ generation: number, sha256 })
      if (wanted.delete(key)) runs.set(key, { run, sequence })
    }
  }
  return runs
}
