interface OpenApi {
  readonly info: { readonly version: string }
  readonly 'x-datasets': Readonly<Record<string, DatasetNames>>
  readonly paths: Readonly<Record<string, { readonly get: { readonly parameters: readonly Parameter[] } }>>
}

interface DatasetNames {
  readonly measures: readonly string[]
  readonly dimensions: readonly string[]
}

interface Parameter {
  readonly name: string
  readonly schema: { readonly enum?: readonly string[] }
}

/** Writes `names.ts`: the names that editors offer, from an OpenAPI document of the API. */
export function namesOfOpenApi({ info, paths, 'x-datasets': named }: OpenApi): string {
  const datasets = Object.entries(named).map(
    ([name, { measures, dimensions }]) =>
      `  ${name}: { measure: ${either(measures)}; dimension: ${either(dimensions)} }\n`,
  )
  const method = paths['/v1/statistics/{method}']?.get.parameters.find(({ name }) => name === 'method')
  return `// Written by npm run client:names from the OpenAPI document. Do not edit.
export const clientVersion = '${info.version}'

interface Names {
${datasets.join('')}}

/** The name of a dataset that the API has. */
export type DatasetName = keyof Names
/** The names of the measures of a dataset; any text where its name is not known beforehand. */
export type MeasuresOf<Dataset extends string> = Dataset extends DatasetName ? Names[Dataset]['measure'] : string
/** The names of the dimensions of a dataset; any text where its name is not known beforehand. */
export type DimensionsOf<Dataset extends string> = Dataset extends DatasetName ? Names[Dataset]['dimension'] : string
/** The name of a statistical method that the API has. */
export type MethodName = ${either(method?.schema.enum ?? [])}
`
}

function either(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(' | ')
}
