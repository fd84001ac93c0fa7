import type { GenerationManifest, RunReport } from '#warehouse'

type Maybe = GenerationManifest | undefined

/** Rows held per register before and after a run. */
export function changedRegisters(before: Maybe, after: Maybe): RunReport['registers'] {
  const names = new Set([...Object.keys(before?.registers ?? {}), ...Object.keys(after?.registers ?? {})])
  const rows = (of: Maybe, register: string) => of?.registers[register]?.rows ?? 0
  return [...names]
    .sort()
    .map((register) => ({ register, before: rows(before, register), after: rows(after, register) }))
}

/** Persons by year and class that are other ones than before. */
export function changedFigures(before: Maybe, after: Maybe): RunReport['figures'] {
  const keyed = (of: Maybe) =>
    new Map((of?.figures ?? []).map((figure) => [`${figure.year} ${figure.sanction_class}`, figure]))
  const [old, now] = [keyed(before), keyed(after)]
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const figure = now.get(key) ?? old.get(key)
    const [persons, earlier] = [now.get(key)?.persons ?? 0, old.get(key)?.persons ?? 0]
    if (figure === undefined || persons === earlier) return []
    return [{ year: figure.year, sanction_class: figure.sanction_class, before: earlier, after: persons }]
  })
}
