import { type Fault, FileCheck, type YamlFile } from '#foundation'
import type { Cube } from './cube.ts'
import type { DatasetDeclaration } from './declarations.ts'
import type { Indicator } from './indicator.ts'
import { baseCountsOf } from './measures.ts'

/** Adds what is wrong with indicators: datasets, measures and dimensions that there are not. */
export function checkIndicators(
  file: YamlFile<readonly Indicator[]>,
  datasets: readonly YamlFile<DatasetDeclaration>[],
  cubes: ReadonlyMap<string, Cube>,
  faults: Fault[],
): void {
  const check = new FileCheck(file, faults)
  const byName = new Map(datasets.map(({ value }) => [value.name, value]))
  const codes = file.value.map(({ code }) => code)
  for (const [at, { code, series, disaggregation }] of file.value.entries()) {
    check.require(codes.indexOf(code) === at, [at, 'code'], `the indicator "${code}" stands twice`)
    const found = series.flatMap(({ dataset, measure }, place): readonly Cube[] => {
      const keys = [at, 'series', place]
      if (!check.isKnown([...keys, 'dataset'], dataset, 'dataset', byName.keys())) return []
      const { measures = {}, counts = {} } = byName.get(dataset) ?? {}
      if (!check.isKnown([...keys, 'measure'], measure, `measure of ${dataset}`, Object.keys(measures))) return []
      const form = measures[measure]?.expression
      const [count = ''] = form === undefined ? [] : baseCountsOf(form)
      return [cubes.get(counts[count]?.cube ?? '') ?? []].flat()
    })
    if (found.length < series.length) continue
    const dimensions = found.flatMap((cube) => [...cube.dimensions.keys()])
    for (const [place, { by }] of series.entries()) {
      const own = [...(found[place]?.dimensions.keys() ?? [])]
      if (by !== undefined) check.isKnown([at, 'series', place, 'by'], by, 'dimension of the series', own)
    }
    for (const [place, { by }] of disaggregation.entries())
      if (by !== undefined)
        check.isKnown([at, 'disaggregation', place, 'by'], by, 'dimension of its series', dimensions)
  }
}
