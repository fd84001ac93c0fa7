import supertest from 'supertest'
import { describe, expect, it } from 'vitest'
import { publicApp } from '../testing/public-app.ts'

const { app } = publicApp()
type Node = Readonly<Record<string, unknown>>

const catalogue = async (): Promise<Node> =>
  JSON.parse((await supertest(app()).get('/v1/catalogue.jsonld').expect(200).buffer(true)).text)

describe('the catalogue for data portals', () => {
  it('has what DCAT-AP makes mandatory, in three languages', async () => {
    const record = await catalogue()
    for (const member of ['dct:title', 'dct:description'])
      expect((record[member] as Node[]).map((text) => text['@language'])).toEqual(['ky', 'ru', 'en'])
    expect((record['dct:publisher'] as Node)['foaf:name']).toHaveLength(3)
  })

  it('names each dataset, and every address in it answers', async () => {
    const datasets = (await catalogue())['dcat:dataset'] as Node[]
    expect(datasets.length).toBeGreaterThan(10)
    expect(JSON.stringify(datasets[0])).toContain('"2026-09-30"')
    const files = datasets.flatMap((dataset) => dataset['dcat:distribution'] as Node[])
    for (const file of files) {
      const { '@id': address } = file['dcat:downloadURL'] as { readonly '@id': string }
      await supertest(app()).get(address).expect(200)
    }
  })
})

describe('the overview for programs', () => {
  it('names every dataset and door, and says what a figure needs beside it', async () => {
    const { text } = await supertest(app()).get('/llms.txt').expect(200)
    for (const words of ['- sentences: ', '[/v1/data/{dataset}](/v1/data/', 'release', 'rounded'])
      expect(text).toContain(words)
    expect(text).not.toMatch(/undefined|\[object/)
  })
})
