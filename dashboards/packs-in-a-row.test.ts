import request from 'supertest'
import { expect, it } from 'vitest'
import { languages } from '#jurisdictions'
import { publicApp } from '../api/testing/public-app.ts'
import { mountDashboards } from './index.ts'

const { app } = publicApp(mountDashboards)
/** The third pack is the first that finds what two others left in the memory of the thread. */
const isLong = process.env['TARAZA_TEST'] === 'long'
const formats = isLong ? ['pdf', 'zip'] : ['pdf']

it('a server makes one pack after the other, in the memory that its thread has', async () => {
  const { quarters } = (await request(app()).get('/v1/packs')).body
  for (const quarter of quarters.slice(0, isLong ? 3 : 1))
    for (const language of languages)
      for (const format of formats) {
        const path = `/v1/packs/${quarter}/${language}.${format}`
        expect([path, (await request(app()).get(path)).status]).toEqual([path, 200])
      }
})
