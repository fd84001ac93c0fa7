import type { Language } from '#jurisdictions'
import { type Calendar, maxDimensions, periodLabel } from '#warehouse'
import { chartKinds } from '../boards/board.ts'
import type { Exploration } from '../explore/exploration.ts'
import type { Translate } from '../texts/messages.ts'
import { Choice } from './frame/choice.tsx'
import { LevelKept, type Site } from './frame/layout.tsx'

const offeredKinds = chartKinds.filter((kind) => ['lines', 'stacked', 'bars', 'table'].includes(kind))

interface ExploreFormProps {
  readonly exploration: Exploration
  readonly site: Site
}

/** What is asked: first the dataset, for it decides what else can be chosen. */
export function ExploreForm({ exploration, site }: ExploreFormProps) {
  const { context, choice, dimensions, measures } = exploration
  const { language, t, service } = context
  const datasets = [...service.catalog.datasets.values()].map(({ name, label }) => ({ name, label: label[language] }))
  const choices = measures.map(({ name, label }) => ({ name, label: label[language] }))
  const kinds = offeredKinds.map((kind) => ({ name: kind, label: t(`chart_${kind}`) }))
  return (
    <>
      <form class="filters" method="get" action={`/${language}/explore`} aria-label={t('explore_dataset')}>
        <LevelKept site={site} />
        <Choice label={t('explore_dataset')} name="dataset" options={datasets} chosen={choice.dataset} />
        <button type="submit">{t('explore_next')}</button>
      </form>
      <form class="filters" method="get" action={`/${language}/explore`} aria-label={t('filters')}>
        <LevelKept site={site} />
        <input type="hidden" name="dataset" value={choice.dataset} />
        <Choice label={t('explore_measure')} name="measure" options={choices} chosen={choice.measure} />
        <Breakdowns
          choice={choice}
          dimensions={dimensions}
          calendar={service.catalog.jurisdiction}
          language={language}
          t={t}
        />
        <Choice
          label={t('explore_chart')}
          name="chart"
          none={t('explore_suggested')}
          options={kinds}
          chosen={choice.chart}
        />
        <FilterChoices choice={choice} dimensions={dimensions} language={language} t={t} />
        <button type="submit">{t('apply')}</button>
        <a href={`/${language}/explore`}>{t('reset')}</a>
      </form>
    </>
  )
}

interface QuestionProps extends Pick<Exploration, 'choice' | 'dimensions'> {
  readonly language: Language
  readonly t: Translate
}

/** By what figures are divided, and of which time. */
export function Breakdowns({
  choice,
  dimensions,
  calendar,
  language,
  t,
}: QuestionProps & { readonly calendar: Calendar }) {
  const written = (period = '') => periodLabel(period, calendar)
  const options = dimensions.map(({ name, label }) => ({ name, label: label[language] }))
  return (
    <>
      {Array.from({ length: maxDimensions }, (_, at) => (
        <Choice
          key={at}
          label={`${t('explore_by')} ${at + 1}`}
          name="by"
          none={t('explore_nothing')}
          options={options}
          chosen={choice.by[at]}
        />
      ))}
      {(['from', 'to'] as const).map((name) => (
        <label key={name}>
          {t(`explore_${name}`)}
          <input type="text" name={name} value={written(choice[name])} size={8} placeholder={written('2020-Q1')} />
        </label>
      ))}
    </>
  )
}

/** Filters stand folded: most questions need none. */
export function FilterChoices({ choice, dimensions, language, t }: QuestionProps) {
  const offered = dimensions.filter(({ codes }) => codes.length > 0)
  return (
    <details class="more" open={Object.keys(choice.filters).length > 0}>
      <summary>{t('explore_filters')}</summary>
      <div class="filters">
        {offered.map(({ name, label, codes }) => (
          <Choice
            key={name}
            label={label[language]}
            name={name}
            none={t('all')}
            options={codes.map((code) => ({ name: code.code, label: code.label[language] }))}
            chosen={choice.filters[name]}
          />
        ))}
      </div>
    </details>
  )
}
