import { z } from 'zod'

const place = z.tuple([z.number(), z.number()]).describe('degrees east and north')

/** Outlines of regions, for maps that say where and not how large. Cities are points, large enough to be read. */
export const regionMapSchema = z.strictObject({
  source: z.string().describe('where the outlines are from, and under which licence'),
  areas: z.record(z.string(), z.array(z.array(z.array(place)))).describe('by region its polygons, rings clockwise'),
  cities: z.record(z.string(), place).describe('regions that are points'),
  labels: z.record(z.string(), place).describe('where the name of an area stands'),
})

/** Outlines of the regions of a jurisdiction, in degrees east and north. */
export type RegionMap = z.output<typeof regionMapSchema>
