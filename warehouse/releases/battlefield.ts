import type { DuckDBConnection } from '@duckdb/node-api'
import { Engine, Refusal } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from '../catalog/catalog.ts'
import { cubesOf } from '../catalog/cube.ts'
import type { Dataset } from '../catalog/dataset.ts'
import {
  type AttackContext,
  type AttackedCube,
  type AttackResult,
  attackedCube,
  runAttacks,
} from '../disclosure/attacks/index.ts'
import { claimPromiseOf, protectionOf } from '../disclosure/cube-rule.ts'
import { type Calendar, yearOf } from '../facts/calendar.ts'
import { requireJurisdiction } from '../home/home.ts'
import { parseQuarter } from '../quality/open-quarters.ts'
import { readSolved } from './protect/solved-store.ts'
import type { ReleaseManifest } from './store/manifest.ts'
import { releaseStore, snapshotFile } from './store/store.ts'
import { analystTables } from './tables/analyst-tables.ts'

export type AuditQuestions = Pick<AttackContext, 'ask' | 'askAnalyst' | 'documents'>

export interface AuditOptions {
  /** Cells that one attack goes for. */
  readonly effort: number
  /** Whether attacks that take minutes run too. */
  readonly long: boolean
  /** Is told which attack begins, after how many of how many. */
  readonly progress?: (attack: string, done: number, all: number) => void
}

/**
 * Attacks the release that is served with public questions, and judges by the truth that the restricted side keeps. Every cube that it
 * holds is attacked from its declaration.
 *
 * @throws {@link Refusal} `NO_RELEASE`
 */
export async function auditDisclosure(
  home: string,
  questions: AuditQuestions,
  options: AuditOptions,
): Promise<readonly AttackResult[]> {
  const release = releaseStore.current(home)
  if (release === undefined) throw new Refusal('NO_RELEASE', 'There is no release to attack yet.')
  const jurisdiction = loadJurisdiction(requireJurisdiction(home, undefined))
  const datasets = [...buildCatalog(jurisdiction).datasets.values()]
  const engine = await Engine.open({ threads: 2 })
  const truth = await engine.connect()
  try {
    const cubes = await attackedCubes(truth, home, release, { jurisdiction, datasets })
    const promise = claimPromiseOf(jurisdiction.disclosure)
    const earlier = release.previous
    const analystTablesOf = () =>
      analystTables(
        truth,
        [earlier ?? '', release.id].map((id) => snapshotFile(home, id)),
        cubesOf(jurisdiction),
        datasets,
      )
    const drawn = earlier === null ? {} : { analystTables: analystTablesOf }
    const { effort, long, progress } = options
    return await runAttacks({ ...questions, ...drawn, effort, long, release, datasets, cubes, promise }, progress)
  } finally {
    truth.closeSync()
    engine.close()
  }
}

interface Declared {
  readonly jurisdiction: Jurisdiction
  readonly datasets: readonly Dataset[]
}

async function attackedCubes(
  truth: DuckDBConnection,
  home: string,
  release: ReleaseManifest,
  { jurisdiction, datasets }: Declared,
): Promise<readonly AttackedCube[]> {
  const before = release.previous === null ? undefined : releaseStore.read(home, release.previous)
  const cubes: AttackedCube[] = []
  for (const cube of cubesOf(jurisdiction)) {
    const coarseningStep = release.cubes[cube.name]?.rung
    const protection =
      coarseningStep === undefined
        ? undefined
        : protectionOf(cube, jurisdiction.disclosure, coarseningStep, spanOf(release, cube))
    if (protection === undefined) continue
    const blocks = await readSolved(truth, releaseStore.folder(home, release.id), protection)
    if (blocks.size === 0) continue
    const earlier = before && (await readSolved(truth, releaseStore.folder(home, before.id), protection))
    cubes.push(attackedCube(protection, blocks, earlier ?? new Map(), measureOf(cube.name, datasets)))
  }
  return cubes
}

/** Years that hold all periods of a release. */
function spanOf({ through, coverages }: ReleaseManifest, calendar: Calendar) {
  const days = Object.values(coverages).flatMap((covered) => (covered === undefined ? [] : [covered.from]))
  const [first = through] = days.sort()
  const firstYear = first === through ? Number(first.slice(0, 4)) : yearOf(first, calendar)
  return { firstYear, lastYear: Math.floor(parseQuarter(through) / 4) }
}

/** A measure that counts all units of a cube. */
function measureOf(cube: string, datasets: readonly Dataset[]): AttackedCube['asked'] {
  for (const { name, counts, measures } of datasets)
    for (const { name: measure, form } of measures.values()) {
      if (!('count' in form)) continue
      const count = counts[form.count]
      if (count?.cube === cube && count.where === undefined) return { dataset: name, measure }
    }
  return undefined
}
