import { runInWorker } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import type { Catalog, Dataset, Dimension, PublishedCells } from '#warehouse'
import { csvLine } from '../formats/csv.ts'
import type { packPackage } from './cube-csv.ts'

/**
 * The cubes of a dataset as a Data Package, with codes, definitions and how the figures are protected.
 *
 * @throws {@link Refusal} `DEADLINE` when the signal fires
 */
export async function datasetPackage(
  dataset: Dataset,
  cubes: readonly PublishedCells[],
  catalog: Catalog,
  signal: AbortSignal,
): Promise<Buffer> {
  const lists = [...dataset.dimensions.values()].filter(({ codes }) => codes.length > 0)
  const files = new Map(lists.map((list) => [`codes/${list.name}.csv`, codesCsv(list)]))
  for (const language of languages) files.set(`README.${language}.md`, readme(dataset, cubes, catalog, language))
  const codeLists = new Set(lists.map(({ name }) => name))
  files.set('datapackage.json', `${JSON.stringify(description(dataset, cubes, codeLists, catalog), null, 2)}\n`)
  const parts = { texts: files, cubes: new Map(cubes.map(({ cube, columns }) => [`data/${cube}.csv`, columns])) }
  const how = { signal, thread: 'long' } as const
  return Buffer.from(await runInWorker<typeof packPackage>('api/bulk/cube-csv.js', 'packPackage', parts, how))
}

function codesCsv({ codes }: Dimension): string {
  const rows = codes.map(({ code, label }) => [code, label.ky, label.ru, label.en])
  return [['code', 'ky', 'ru', 'en'], ...rows].map(csvLine).join('')
}

/** @see Data Package, version 2 */
function description(
  { name, label, source }: Dataset,
  cubes: readonly PublishedCells[],
  codeLists: ReadonlySet<string>,
  { jurisdiction }: Catalog,
) {
  const [first] = cubes
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: name.replaceAll('_', '-'),
    title: `${label.en}, ${jurisdiction.name.en}`,
    version: first?.edition.id ?? '',
    created: first?.edition.builtAt ?? '',
    sources: [{ title: source.en }],
    resources: [
      ...cubes.map((cube) => cubeResource(cube, codeLists)),
      ...[...codeLists].map((list) =>
        resource(`codes-${list.replaceAll('_', '-')}`, `codes/${list}.csv`, ['code', 'ky', 'ru', 'en'].map(text)),
      ),
    ],
  }
}

function cubeResource({ cube, columns }: PublishedCells, codeLists: ReadonlySet<string>) {
  const names = columns.map(({ name }) => name)
  const fields = names.map((name) => (name === 'n' ? { name, type: 'integer' } : text(name)))
  const foreignKeys = names
    .filter((name) => codeLists.has(name))
    .map((name) => ({
      fields: [name],
      reference: { resource: `codes-${name.replaceAll('_', '-')}`, fields: ['code'] },
    }))
  return resource(cube.replaceAll('_', '-'), `data/${cube}.csv`, fields, foreignKeys)
}

function resource(name: string, path: string, fields: readonly unknown[], foreignKeys: readonly unknown[] = []) {
  return {
    name,
    path,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: { fields, ...(foreignKeys.length === 0 ? {} : { foreignKeys }) },
  }
}

function text(name: string) {
  return { name, type: 'string' }
}

function readme(dataset: Dataset, cubes: readonly PublishedCells[], catalog: Catalog, language: Language): string {
  const edition = cubes[0]?.edition
  const { jurisdiction, notes } = catalog
  const { unit, rule, eventDate, source } = dataset
  const texts = [notes.rounded, notes.absent, unit, rule, eventDate, source, jurisdiction.caveat ?? []].flat()
  const measures = [...dataset.measures.values()].map(
    ({ label, definition }) => `- ${label[language]}: ${definition[language]}`,
  )
  return `${[
    `# ${dataset.label[language]}, ${jurisdiction.name[language]}`,
    `${edition?.id ?? ''}, ${edition?.builtAt.slice(0, 10) ?? ''}`,
    ...(edition?.synthetic ? [notes.synthetic[language]] : []),
    ...texts.map((text) => text[language]),
    measures.join('\n'),
  ].join('\n\n')}\n`
}
