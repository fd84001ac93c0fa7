import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { sdgDimensions } from '../sdg/structure-specific.ts'
import { publicApp } from '../testing/public-app.ts'

const shared = packagePath('..', 'shared')
const hasShared = existsSync(shared)
const { app, service } = publicApp()

function validator(name: string) {
  const ajv = new Ajv2019({ strict: false })
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync(join(shared, 'schemas', name), 'utf8')))
  return (message: unknown) => {
    validate(message)
    return validate.errors ?? []
  }
}

interface Component {
  readonly id: string
  readonly values: readonly { readonly id?: string; readonly value?: string }[]
}

/** The observations of a flat message, each with its codes by dimension. */
function read(body: {
  data: {
    structures: { dimensions: { observation: Component[] } }[]
    dataSets: { observations: Record<string, unknown[]> }[]
  }
}) {
  const dimensions = body.data.structures[0]?.dimensions.observation ?? []
  return Object.entries(body.data.dataSets[0]?.observations ?? {}).map(([key, [value]]) => {
    const codes = key.split(':').map((place, index) => {
      const code = dimensions[index]?.values[Number(place)]
      return [dimensions[index]?.id ?? '', code?.id ?? code?.value ?? '']
    })
    return { ...Object.fromEntries(codes), value } as Record<string, unknown>
  })
}

const flow = '/sdmx/data/dataflow/TARAZA/SENTENCES/1.0'
/** FREQ, MEASURE and then the dimensions of the flow, wildcards where nothing is said. */
async function keyOf(parts: Readonly<Record<string, string>>): Promise<string> {
  const { body } = await request(app()).get('/sdmx/structure/datastructure/TARAZA/DSD_SENTENCES/1.0')
  const dimensions: { id: string }[] = body.data.dataStructures[0].dataStructureComponents.dimensionList.dimensions
  return dimensions.map(({ id }) => parts[id] ?? '_T').join('.')
}

describe('SDMX data', () => {
  it('answers a key with a wildcard as the API answers the same question', async () => {
    const key = await keyOf({ FREQ: 'A', MEASURE: 'persons', REGION: '*' })
    const { body } = await request(app()).get(`${flow}/${key}?c[TIME_PERIOD]=ge:2020+le:2021`).expect(200)
    const api = await request(app()).get(
      '/v1/data/sentences?measure=persons&by=year,region&from=2020&to=2021&detail=full',
    )
    const ours = api.body.rows.map(([year, region, persons]: [number, string, number]) => [
      String(year),
      region,
      persons,
    ])
    expect(read(body).map(({ TIME_PERIOD, REGION, value }) => [TIME_PERIOD, REGION, value])).toEqual(ours)
  })

  it('takes c[…] on coded dimensions, several keys, and the periods of the older standard', async () => {
    const address = `${flow}/*?c[MEASURE]=persons&c[REGION]=KG-GB,KG-C&startPeriod=2022&endPeriod=2022`
    const { body } = await request(app()).get(address).expect(200)
    expect(read(body).map(({ REGION }) => REGION)).toEqual(['KG-GB', 'KG-C'])
    const one = await keyOf({ FREQ: 'A', MEASURE: 'persons', REGION: 'KG-GB' })
    const other = await keyOf({ FREQ: 'Q', MEASURE: 'custodial_share', SEX: 'F' })
    const both = await request(app()).get(`${flow}/${one},${other}?startPeriod=2022&endPeriod=2022`).expect(200)
    const found = read(both.body)
    expect(found.filter(({ FREQ }) => FREQ === 'A')).toHaveLength(1)
    expect(found.filter(({ FREQ, SEX }) => FREQ === 'Q' && SEX === 'F')).toHaveLength(4)
  })

  it('gives every measure that can be asked for the total when nothing is named', async () => {
    const { body } = await request(app()).get(`${flow}/*?startPeriod=2022&endPeriod=2022`).expect(200)
    const measures = read(body).map(({ MEASURE }) => MEASURE)
    expect(measures).toContain('persons')
    expect(measures).toContain('custodial_share')
    expect(new Set(read(body).map(({ SANCTION_CLASS }) => SANCTION_CLASS))).toEqual(new Set(['_T']))
  })

  it.each([
    [`${flow}/*?updatedAfter=2024-01-01`, 501, 'SDMX_NOT_SUPPORTED'],
    [`${flow}/*?c[REGION]=ne:KG-GB`, 501, 'SDMX_NOT_SUPPORTED'],
    [`${flow}/*?c[OBS_VALUE]=ge:10`, 400, 'UNKNOWN_PARAMETER'],
    [`${flow}/*?firstNObservations=1`, 501, 'SDMX_NOT_SUPPORTED'],
    [`${flow}/*?includeHistory=true`, 501, 'SDMX_NOT_SUPPORTED'],
    [`${flow}/A.persons`, 400, 'BAD_KEY'],
    [`${flow}/*?c[REGION]=KG-XX`, 400, 'UNKNOWN_CODE'],
    ['/sdmx/data/dataflow/TARAZA/SENTENCE/1.0/*', 404, 'UNKNOWN_DATASET'],
    ['/sdmx/data/dataflow/ELSE/SENTENCES/1.0/*', 404, 'NOT_FOUND'],
    ['/sdmx/data/dataflow/TARAZA/SENTENCES/9.0/*', 404, 'NOT_FOUND'],
    ['/sdmx/structure/process/TARAZA/*', 501, 'SDMX_NOT_SUPPORTED'],
    ['/sdmx/structure/codelist/TARAZA/CL_NOTHING', 404, 'NOT_FOUND'],
    ['/sdmx/data/dataflow/KG_NSC/DF_SDG_KG/1.7/A.N', 400, 'BAD_KEY'],
  ])('says what it does not do: %s', async (address, status, code) => {
    const { body } = await request(app()).get(address).expect(status)
    expect(body).toMatchObject({ code })
  })

  it.skipIf(!hasShared)('writes valid data messages for every dataset', async () => {
    const faultsOf = validator('sdmx-json-data-schema.json')
    for (const name of service().catalog.datasets.keys()) {
      const address = `/sdmx/data/dataflow/TARAZA/${name.toUpperCase()}/1.0/*`
      const { body, status } = await request(app()).get(address)
      if (status === 200) expect([name, faultsOf(body)]).toEqual([name, []])
      else expect([name, body.code]).toEqual([name, expect.stringMatching(/^(NAME_ONE_CODE|NO_DATA)$/)])
    }
  })
})

describe('SDMX structures', () => {
  it('lists every dataset, and gives a structure with all it refers to', async () => {
    const all = await request(app()).get('/sdmx/structure/dataflow/TARAZA/*').expect(200)
    expect(all.body.data.dataflows).toHaveLength(service().catalog.datasets.size)
    const { body } = await request(app()).get('/sdmx/structure/dataflow/TARAZA/SENTENCES/1.0?references=all')
    const urns = JSON.stringify(body.data).match(/urn:sdmx:[^"]+codelist\.Codelist=[^"]+/g) ?? []
    const lists = body.data.codelists.map(({ id }: { id: string }) => id)
    for (const urn of urns) expect(lists).toContain(/TARAZA:(\w+)\(/.exec(urn)?.[1])
  })

  it.skipIf(!hasShared)('writes valid structure messages', async () => {
    const faultsOf = validator('sdmx-json-structure-schema.json')
    const { body } = await request(app()).get('/sdmx/structure/*/TARAZA/*/1.0?references=all').expect(200)
    expect(faultsOf(body)).toEqual([])
  })
})

describe('the hand-over of official indicators', () => {
  const handOver = '/sdmx/data/dataflow/KG_NSC/DF_SDG_KG/1.7'
  const series = (xml: string) =>
    [...xml.matchAll(/<Series ([^>]*)>(.*?)<\/Series>/gs)].map(([, key = '', body = '']) => ({
      key: Object.fromEntries([...key.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, code]) => [name, code])),
      observations: [...body.matchAll(/<Obs ([^/]*)\/>/g)].map(([, text = '']) =>
        Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
      ),
    }))

  it('holds unsentenced detainees as a share and a number, and nothing else', async () => {
    const { text } = await request(app()).get(`${handOver}/*`).buffer().expect(200)
    const found = series(text)
    expect(new Set(found.map(({ key }) => key['SERIES']))).toEqual(new Set(['VC_PRS_UNSNT', 'VC_PRS_UNSNTN']))
    const national = found.find(
      ({ key }) => key['SERIES'] === 'VC_PRS_UNSNT' && key['SEX'] === '_T' && key['AGE'] === '_T',
    )
    const api = await request(app()).get('/v1/data/custody_stock?measure=unsentenced_share&by=year')
    const shares = api.body.rows.map(([year, share]: [number, number]) => [
      String(year),
      Number((share * 100).toFixed(4)),
    ])
    const observed = (national?.observations ?? []).map(({ TIME_PERIOD, OBS_VALUE }) => [
      TIME_PERIOD,
      Number(OBS_VALUE),
    ])
    expect(observed).toEqual(shares)
    for (const { observations } of found)
      for (const observation of observations)
        expect(observation).toMatchObject({
          OBS_STATUS: expect.stringMatching(/^[ABPQ]$/),
          UNIT_MULT: '0',
          COMMENT_OBS: expect.stringContaining('Synthetic'),
        })
    const breaks = found.flatMap(({ observations }) => observations.filter(({ OBS_STATUS }) => OBS_STATUS === 'B'))
    expect(breaks.length).toBeGreaterThan(0)
    for (const { COMMENT_OBS } of breaks) expect(COMMENT_OBS).toContain('changed in this year')
    expect(text).toContain('<mes:Test>true</mes:Test>')
  })

  it('can be asked for a part by its key', async () => {
    const key = sdgDimensions.map((name) => (name === 'SEX' ? 'F' : name === 'SERIES' ? 'VC_PRS_UNSNTN' : '')).join('.')
    const { text } = await request(app()).get(`${handOver}/${key}`).buffer().expect(200)
    expect(series(text).map(({ key: found }) => [found['SERIES'], found['SEX']])).toEqual([['VC_PRS_UNSNTN', 'F']])
  })

  it.skipIf(!hasShared)('keeps to the structure of the statistical committee', async () => {
    const structure = gunzipSync(readFileSync(join(shared, 'real-data', 'kg-sdg-dsd-1.7.xml.gz'))).toString()
    const listOf = new Map(
      [...structure.matchAll(/<str:(?:Dimension|Attribute) [^>]*?id="(\w+)".*?<\/str:(?:Dimension|Attribute)>/gs)].map(
        ([text, id = '']): [string, string | undefined] => [id, /id="(CL_\w+)"/.exec(text)?.[1]],
      ),
    )
    const codesOf = (list: string) => {
      const [, body = ''] =
        new RegExp(`<str:Codelist [^>]*id="${list}".*?>(.*?)</str:Codelist>`, 's').exec(structure) ?? []
      return [...body.matchAll(/<str:Code [^>]*?id="([^"]+)"/g)].map(([, code]) => code)
    }
    const { text } = await request(app()).get(`${handOver}/*`).buffer()
    const positions = [...structure.matchAll(/<str:Dimension [^>]*position="(\d+)" id="(\w+)"/g)].map(([, , id]) => id)
    expect(positions).toEqual([...sdgDimensions])
    for (const { key, observations } of series(text))
      for (const [component, code] of [...Object.entries(key), ...observations.flatMap((one) => Object.entries(one))]) {
        const list = listOf.get(component)
        if (list !== undefined) expect([component, codesOf(list)]).toEqual([component, expect.arrayContaining([code])])
      }
  })

  it('comes in the layout of the national open platform too', async () => {
    const { text } = await request(app()).get('/v1/indicators/hand-over.csv').expect(200)
    const [head, ...lines] = text.trim().split('\r\n')
    expect(head).toBe('Year,Sex,Age,Series,Unit measure,Observation status,GeoCode,Value,Comment')
    expect(lines.every((line) => line.endsWith(',Synthetic data'))).toBe(true)
  })
})
