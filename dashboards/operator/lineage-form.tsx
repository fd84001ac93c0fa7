import type { Language } from '#jurisdictions'
import type { Catalog, Dataset, Dimension } from '#warehouse'
import { Breakdowns, FilterChoices } from '../pages/explore-form.tsx'
import { Choice } from '../pages/frame/choice.tsx'
import type { Translate } from '../texts/messages.ts'
import type { LineageRequest } from './lineage-request.ts'

export interface LineageFormProps {
  readonly request: LineageRequest
  readonly catalog: Catalog
  readonly dataset: Dataset
  readonly dimensions: readonly Dimension[]
  /** Whether the asker has to say why: this is sent, and never stands in an address. */
  readonly needsPurpose: boolean
  /** What the asker said last. */
  readonly purpose?: string | undefined
  readonly language: Language
  readonly t: Translate
}

const actionOf = ({ language }: LineageFormProps) => `/${language}/lineage`

/** Which figure is traced: first the dataset, for it decides what else can be chosen. */
export function LineageForm(props: LineageFormProps) {
  const { request, catalog, language, t } = props
  const datasets = [...catalog.datasets.values()].map(({ name, label }) => ({ name, label: label[language] }))
  return (
    <>
      <form class="filters" method="get" action={actionOf(props)} aria-label={t('explore_dataset')}>
        <Choice label={t('explore_dataset')} name="dataset" options={datasets} chosen={request.choice.dataset} />
        <button type="submit">{t('explore_next')}</button>
      </form>
      <FigureForm {...props} />
    </>
  )
}

function FigureForm(props: LineageFormProps) {
  const { request, catalog, dataset, dimensions, needsPurpose, language, t } = props
  const { choice, withRows } = request
  const measures = [...dataset.measures.values()].map(({ name, label }) => ({ name, label: label[language] }))
  const question = { choice, dimensions, language, t }
  return (
    <form class="filters" method={needsPurpose ? 'post' : 'get'} action={actionOf(props)} aria-label={t('filters')}>
      <input type="hidden" name="dataset" value={choice.dataset} />
      <Choice label={t('explore_measure')} name="measure" options={measures} chosen={choice.measure} />
      <Breakdowns {...question} calendar={catalog.jurisdiction} />
      <FilterChoices {...question} />
      <label>
        {t('lineage_with_rows')}
        <input type="checkbox" name="rows" value="yes" checked={withRows} />
      </label>
      {needsPurpose && <Purpose {...props} />}
      <button type="submit">{t('lineage_trace')}</button>
    </form>
  )
}

function Purpose({ purpose, t }: LineageFormProps) {
  return (
    <label>
      {t('purpose')}
      <input type="text" name="purpose" value={purpose} minLength={8} maxLength={300} required />
    </label>
  )
}
