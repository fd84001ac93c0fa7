import type { Language } from '#jurisdictions'
import type { Translate } from '../../texts/messages.ts'
import { chartAddress } from './chart-address.ts'

interface SeriesFilesProps {
  readonly dataset: string
  /** The question in the API's own grammar. */
  readonly parameters: Readonly<Record<string, string>>
  readonly language: Language
  readonly t: Translate
}

/** The files of a series: its rows, and its chart as exploring draws it. */
export function SeriesFiles({ dataset, parameters, language, t }: SeriesFilesProps) {
  const rows = (format: string) =>
    `/v1/data/${dataset}?${new URLSearchParams({ ...parameters, lang: language, format })}`
  const { interval: _, ...explored } = parameters
  const search = `?${new URLSearchParams({ dataset, ...explored })}`
  const files = [
    ...['csv', 'xlsx'].map((format) => [format, rows(format)] as const),
    ...['png', 'svg', 'pdf', 'pptx'].map(
      (format) => [format, chartAddress(`/v1/charts/explore.${format}`, search, language)] as const,
    ),
  ]
  return (
    <p class="downloads">
      {t('download')}:
      {files.map(([format, href]) => (
        <span key={format}>
          {' '}
          <a href={href}>{format.toUpperCase()}</a>
        </span>
      ))}
    </p>
  )
}
