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

/** Which figure is traced: first the dataset, for it decides what else can be chosen. */
export function LineageForm({
  request,
  catalog,
  dataset,
  dimensions,
  needsPurpose,
  purpose,
  language,
  t,
}: LineageFormProps) {
  const { choice, withRows } = request
  const action = `/${language}/lineage`
  const named = ({ name, label }: Pick<Dataset, 'name' | 'label'>) => ({ name, label: label[language] })
  const question = { choice, dimensions, language, t }
  return (
    <>
      <form class="filters" method="get" action={action} aria-label={t('explore_dataset')}>
        <Choice
          label={t('explore_dataset')}
          name="dataset"
          options={[...catalog.datasets.values()].map(named)}
          chosen={choice.dataset}
        />
        <button type="submit">{t('explore_next')}</button>
      </form>
      <form class="filters" method={needsPurpose ? 'post' : 'get'} action={action} aria-label={t('filters')}>
        <input type="hidden" name="dataset" value={choice.dataset} />
        <Choice
          label={t('explore_measure')}
          name="measure"
          options={[...dataset.measures.values()].map(named)}
          chosen={choice.measure}
        />
        <Breakdowns {...question} />
        <FilterChoices {...question} />
        <label>
          {t('lineage_with_rows')}
          <input type="checkbox" name="rows" value="yes" checked={withRows} />
        </label>
        {needsPurpose && (
          <label>
            {t('purpose')}
            <input type="text" name="purpose" value={purpose} minLength={8} maxLength={300} required />
          </label>
        )}
        <button type="submit">{t('lineage_trace')}</button>
      </form>
    </>
  )
}
