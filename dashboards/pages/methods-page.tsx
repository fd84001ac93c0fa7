import type { Language } from '#jurisdictions'
import type { Dataset, ReleaseManifest } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { dimensionLabel } from './frame/dimension-label.ts'
import { Facts } from './frame/facts.tsx'
import { DataTable } from './frame/panel.tsx'
import { type ReleasePage, TitledPage } from './frame/titled-page.tsx'
import { Claims } from './methods-claims.tsx'

type Cube = ReleaseManifest['cubes'][string]

const protectionTexts = ['rounding', 'three', 'roll_up', 'interval', 'release', 'levels'] as const

/** How figures are counted, how they are protected, and what was promised and measured of each cube. */
export function MethodsPage(page: ReleasePage) {
  const { service, release, language, t, site } = page
  const cubes = Object.entries(release.cubes).filter(([, { method }]) => method !== 'none')
  return (
    <TitledPage name="methods" language={language} t={t} site={site} synthetic={release.synthetic}>
      <h2>{t('how_protected')}</h2>
      {protectionTexts.map((text) => (
        <p key={text}>{t(`methods_${text}`)}</p>
      ))}
      <h2>{t('methods_promises')}</h2>
      <p>{t('methods_promises_about', { release: release.id })}</p>
      {cubes.map(([name, cube]) => (
        <ProtectedCube key={name} name={name} cube={cube} page={page} />
      ))}
      <h2>{t('methods_counting')}</h2>
      {[...service.catalog.datasets.values()].map((dataset) => (
        <Counting key={dataset.name} dataset={dataset} language={language} t={t} />
      ))}
    </TitledPage>
  )
}

/** What was promised of a cube, and what was measured. */
function ProtectedCube({ name, cube, page }: { name: string; cube: Cube; page: ReleasePage }) {
  const { service, language, t, figures } = page
  const datasets = [...service.catalog.datasets.values()]
  const title = cubeTitle(name, datasets, language)
  const labelOf = (dimension: string) => dimensionLabel(dimension, service.catalog, language)
  return (
    <section>
      <h3>{title}</h3>
      <p>{t('methods_cells', { cells: cube.cells.map(labelOf).join(' × ') })}</p>
      {cube.wider !== undefined && <p>{t('methods_wider')}</p>}
      {[...cube.promises, ...cube.claims].some(({ kept }) => !kept) && <p>{t('methods_not_kept')}</p>}
      <Promises cube={cube} t={t} figures={figures} caption={title} />
      <Claims cube={cube} t={t} figures={figures} labelOf={labelOf} />
      <Coverage cube={cube} title={title} datasets={datasets} language={language} t={t} />
    </section>
  )
}

/** What a dataset counts, and its measures. */
function Counting({ dataset, language, t }: { dataset: Dataset; language: Language; t: Translate }) {
  const facts: readonly (readonly [string, string])[] = [
    [t('unit'), dataset.unit[language]],
    [t('rule'), dataset.rule[language]],
    [t('methods_event'), dataset.eventDate[language]],
    [t('source'), dataset.source[language]],
    ...[...dataset.measures.values()].map(({ label, definition }) => [label[language], definition[language]] as const),
  ]
  return (
    <section>
      <h3>{dataset.label[language]}</h3>
      <Facts facts={facts} />
    </section>
  )
}

function Promises({ cube, t, figures, caption }: { cube: Cube; t: Translate; figures: FigureWriter; caption: string }) {
  const rows = cube.promises.map(({ scope, greatest, promisedGreatest, mean, promisedMean, worstFamily }) => ({
    cells: [
      t(`methods_scope_${scope}`),
      figures.count(promisedGreatest),
      figures.count(greatest),
      figures.ratio(promisedMean),
      worstFamily === null ? '–' : figures.ratio(mean),
    ],
  }))
  return (
    <DataTable
      caption={caption}
      head={[
        t('methods_margins'),
        t('methods_greatest_promised'),
        t('methods_greatest'),
        t('methods_mean_promised'),
        t('methods_mean'),
      ]}
      rows={rows}
    />
  )
}

interface CoverageProps {
  readonly cube: Cube
  readonly title: string
  readonly datasets: readonly Dataset[]
  readonly language: Language
  readonly t: Translate
}

/** How often intervals of 95 per cent hold; releases of earlier versions do not say. */
function Coverage({ cube: { coverage = [] }, title, datasets, language, t }: CoverageProps) {
  const labelOf = (measure: string) =>
    datasets.flatMap(({ measures }) => measures.get(measure) ?? [])[0]?.label[language]
  if (coverage.length === 0) return null
  return (
    <DataTable
      label={`${title}. ${t('methods_coverage')}`}
      caption={t('methods_coverage')}
      head={[t('figures'), t('methods_held_own'), t('methods_held_underlying'), t('methods_held_least')]}
      rows={coverage.map(({ measure, kind, own, underlying, least }) => ({
        cells: [
          kind === 'growth' || kind === 'difference'
            ? t('methods_change_of', { name: labelOf(measure) ?? measure })
            : (labelOf(measure) ?? measure),
          `${own} %`,
          `${underlying} %`,
          `${least} %`,
        ],
      }))}
    />
  )
}

/** The name of the dataset that a cube belongs to, and what it counts where the dataset has several. */
function cubeTitle(name: string, datasets: readonly Dataset[], language: Language): string {
  for (const { label, measures } of datasets) {
    const counts = [...measures.values()].filter(({ form }) => 'count' in form)
    const found = counts.find(({ cube }) => cube.name === name)
    if (found !== undefined)
      return counts.length === 1 ? label[language] : `${label[language]}: ${found.label[language]}`
  }
  return name
}
