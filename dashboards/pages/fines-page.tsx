import { datasetNamed, type FixedTable, periodLabel } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { DataTable } from './frame/panel.tsx'
import { type ReleasePage, TitledPage } from './frame/titled-page.tsx'

/** Sums of fines as they are printed: one table a year, the last year first. */
export function FinesPage({ service, release, language, t, figures, site }: ReleasePage) {
  const { dimensions, source } = datasetNamed('sentences', service.catalog)
  const tables = service.fixedTables(release.id).toReversed()
  const label = (dimension: string, code: string) =>
    dimensions.get(dimension)?.codes.find((known) => known.code === code)?.label[language] ?? code
  return (
    <TitledPage name="fines" language={language} t={t} site={site} synthetic={release.synthetic}>
      {tables.length === 0 && <p>{t('fines_none')}</p>}
      {tables.map((table) => {
        const caption = t('fines_caption', { year: periodLabel(String(table.year), service.catalog.jurisdiction) })
        const columns = table.columns.map((code) => label('sex', code))
        return (
          <DataTable
            key={table.year}
            caption={caption}
            head={[t('region'), ...columns, t('total')]}
            rows={rowsOf(table, (code) => label('region', code), t, figures)}
          />
        )
      })}
      {tables.length > 0 && (
        <p class="downloads">
          {t('download')}: <a href="/v1/tables/fines.csv">CSV</a>{' '}
          <a href={`/v1/tables/fines.xlsx?lang=${language}`}>XLSX</a>
        </p>
      )}
      <p class="provenance">
        {t('source')}: {source[language]} · {t('release')} {release.id}
      </p>
    </TitledPage>
  )
}

function rowsOf(table: FixedTable, region: (code: string) => string, t: Translate, { count }: FigureWriter) {
  const write = (sum: number | null) => (sum === null ? t('fines_not_told') : count(sum))
  const rows = table.rows.map((code, row) => ({
    cells: [region(code), ...(table.sums[row] ?? []).map(write), write(table.rowTotals[row] ?? null)],
  }))
  return [...rows, { cells: [t('total'), ...table.columnTotals.map(write), write(table.total)] }]
}
