import type { Service } from '#api'
import type { Language } from '#jurisdictions'
import type { Dataset, ReleaseManifest } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { Claims } from './methods-claims.tsx'
import { DataTable } from './panel.tsx'
import { type ReleasePage, TitledPage } from './titled-page.tsx'

type Cube = ReleaseManifest['cubes'][string]

/** How figures are counted, how they are protected, and what was promised and measured of each cube. */
export function MethodsPage({ service, release, language, t, figures, site }: ReleasePage) {
  const datasets = [...service.catalog.datasets.values()]
  const cubes = Object.entries(release.cubes).filter(([, { method }]) => method !== 'none')
  return (
    <TitledPage name="methods" language={language} t={t} site={site} synthetic={release.synthetic}>
      <h2>{t('how_protected')}</h2>
      {(
        [
          'methods_rounding',
          'methods_three',
          'methods_roll_up',
          'methods_interval',
          'methods_release',
          'methods_levels',
        ] as const
      ).map((text) => (
        <p key={text}>{t(text)}</p>
      ))}
      <h2>{t('methods_promises')}</h2>
      <p>{t('methods_promises_about', { release: release.id })}</p>
      {cubes.map(([name, cube]) => (
        <section key={name}>
          <h3>{cubeTitle(name, datasets, language)}</h3>
          <p>
            {t('methods_cells', {
              cells: cube.cells.map((cell) => dimensionLabel(cell, service, language)).join(' × '),
            })}
          </p>
          {cube.wider !== undefined && <p>{t('methods_wider')}</p>}
          <Promises cube={cube} t={t} figures={figures} caption={cubeTitle(name, datasets, language)} />
          <Claims
            cube={cube}
            t={t}
            figures={figures}
            labelOf={(dimension) => dimensionLabel(dimension, service, language)}
          />
          <Coverage
            cube={cube}
            title={cubeTitle(name, datasets, language)}
            datasets={datasets}
            language={language}
            t={t}
          />
        </section>
      ))}
      <h2>{t('methods_counting')}</h2>
      {datasets.map((dataset) => (
        <section key={dataset.name}>
          <h3>{dataset.label[language]}</h3>
          <dl>
            {[
              [t('unit'), dataset.unit[language]],
              [t('rule'), dataset.rule[language]],
              [t('methods_event'), dataset.eventDate[language]],
              [t('source'), dataset.source[language]],
              ...[...dataset.measures.values()].map(({ label, definition }) => [label[language], definition[language]]),
            ].map(([term, text]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </TitledPage>
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
      label={caption}
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

function dimensionLabel(name: string, { catalog }: Service<'public'>, language: Language): string {
  for (const { dimensions } of catalog.datasets.values()) {
    const label = dimensions.get(name)?.label[language]
    if (label !== undefined) return label
  }
  return name
}
