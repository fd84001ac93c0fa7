/** Names that no written file may contain: one of them stands in each row. */
export const inventedNames = ['Zoraida Quiñonero', 'Wendelin Oberhuber', 'Ysolde Tremblay', 'Bakyt Asanov']

/** A cell of a list by the number of a row. */
function pick<T>(list: readonly T[], row: number): T {
  return list[row % list.length] as T
}

const day = (row: number) => `${2020 + (row % 4)}-0${1 + (row % 9)}-1${row % 9}`
const rows = (count: number) => Array.from({ length: count }, (_, row) => row)

/** One row per sentence, English, with everything recognised. */
export function soundSentences(count = 120): string {
  const header = 'case_id,person_id,sentence_date,court,offence,sentence_type,sentence_months,sex,age'
  const lines = rows(count).map((row) =>
    [
      ...[`K${1000 + row}`, `P${5000 + 7 * row}`, day(row), pick(['north', 'south'], row)],
      ...[pick(['Theft', 'Robbery', 'Fraud'], row), pick(['imprisonment', 'fine', 'community service'], row)],
      ...[row % 3 === 0 ? 3 + (row % 50) : '', pick(['male', 'female'], row), 20 + (row % 40)],
    ].join(','),
  )
  return `${[header, ...lines].join('\n')}\n`
}

/** One row per person, Spanish, with names and free text. */
export function namedSentences(count = 120): string {
  const header = 'Causa;ID Persona;Nombre completo;Fecha de sentencia;Juzgado;Pena;Sexo;Observaciones;Acusado'
  const lines = rows(count).map((row) =>
    [
      ...[`C${7000 + row}`, `P${81_000 + row}`, pick(inventedNames, row), pick(['01/02/2023', '25/03/2023'], row)],
      ...[pick(['Juzgado 1', 'Juzgado 2'], row), pick(['prisión', 'multa'], row), pick(['Hombre', 'Mujer'], row)],
      ...[`vive con su hermana ${row}`, pick(inventedNames, row + 1)],
    ].join(';'),
  )
  return `${[header, ...lines].join('\n')}\n`
}

/** Rows of sentences in Russian. */
export function russianSentences(count = 90): string {
  const header = 'Номер дела;ИД лица;Дата приговора;Суд;Вид наказания;Пол;Срок (месяцев)'
  const lines = rows(count).map((row) =>
    [
      ...[
        `Д-${100 + row}`,
        `Л-${900 + row}`,
        `1${row % 9}.0${1 + (row % 9)}.2024`,
        pick(['Районный суд 1', 'Районный суд 2'], row),
      ],
      ...[pick(['лишение свободы', 'штраф'], row), pick(['м', 'ж'], row), row % 2 === 0 ? `${6 + (row % 20)},5` : '-'],
    ].join(';'),
  )
  return `${[header, ...lines].join('\n')}\n`
}

/** Counts by year, region, sex and sanction, German. */
export function germanCounts(): readonly (readonly (string | number)[])[] {
  const codes = [2020, 2021, 2022].flatMap((year) =>
    ['Bayern', 'Hessen', 'Sachsen'].flatMap((land) =>
      ['männlich', 'weiblich'].flatMap((sex) =>
        ['Geldstrafe', 'Freiheitsstrafe'].map((kind) => [year, land, sex, kind]),
      ),
    ),
  )
  const lines = codes.map((cells, row) => [...cells, 10 + 37 * row])
  return [['Jahr', 'Bundesland', 'Geschlecht', 'Strafart', 'Anzahl'], ...lines]
}

/** Everybody in prison on one day, as JSON Lines. */
export function prisonCensus(count = 80): string {
  return rows(count)
    .map((row) =>
      JSON.stringify({
        inmate_id: `I${4000 + row}`,
        prison: pick(['Alpha prison', 'Beta prison'], row),
        legal_status: pick(['remand', 'sentenced'], row),
        snapshot_date: '2024-06-30',
        admission_date: `20${10 + (row % 14)}-03-1${row % 10}`,
        sex: pick(['M', 'F'], row),
      }),
    )
    .join('\n')
}
