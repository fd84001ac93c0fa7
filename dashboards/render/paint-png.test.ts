import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fontFamily } from '../charts/index.ts'
import { commonCharacters, fontFilesFor } from './font-files.ts'
import { paintPng } from './paint-png.ts'

/** Of a script that only the whole fonts have, where nobody sees it. */
const uncommon = '<!-- अ -->'
const character = fc
  .oneof(...commonCharacters.map(([min, max]) => fc.integer({ min, max })))
  .map((code) => String.fromCodePoint(code))
  .filter((text) => !'<&>'.includes(text))

function drawn(text: string, weight: number): string {
  const font = `font-family="${fontFamily}" font-size="20" font-weight="${weight}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40"><text x="4" y="28" ${font}>${text}</text></svg>`
}

describe('a picture', () => {
  it('is the same whether it is painted with the small fonts or with the whole ones', async () => {
    const texts = fc.array(character, { minLength: 1, maxLength: 30 }).map((all) => all.join(''))
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom(400, 600), async (text, weight) => {
        const svg = drawn(text, weight)
        const [small, whole] = [svg, svg + uncommon]
        expect(fontFilesFor(small)).not.toEqual(fontFilesFor(whole))
        expect(await paintPng({ svg: small, pixelsPerUnit: 2 })).toEqual(
          await paintPng({ svg: whole, pixelsPerUnit: 2 }),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('has the letters of a script that the small fonts lack', async () => {
    const [devanagari, nothing] = [drawn('कारागार', 400), drawn(' ', 400)]
    const [painted, empty] = await Promise.all([devanagari, nothing].map((svg) => paintPng({ svg, pixelsPerUnit: 1 })))
    expect(painted?.length).toBeGreaterThan((empty?.length ?? 0) + 200)
  })
})
