import { z } from 'zod'
import { text } from './texts.ts'

const minContrast = 4.5
const largestLogo = 200_000

const colour = z
  .string()
  .regex(/^#[0-9A-Fa-f]{6}$/, 'is written as #00708C')
  .refine(
    (code) => contrastWithWhite(code) >= minContrast,
    `needs a contrast of ${minContrast} against white: take a darker one`,
  )

/** How the slides and pages of a ministry look, and who signs them. */
export const themeSchema = z.strictObject({
  colours: z
    .strictObject({ primary: colour.describe('of titles and bars'), accent: colour.describe('of what is compared') })
    .describe('as #00708C, dark enough for white text'),
  slideFont: z
    .string()
    .default('Arial')
    .describe('a font that readers of slides have; pages and pictures carry their own'),
  organisation: text.describe('who publishes the pack'),
  logo: z
    .string()
    .regex(/^data:image\/png;base64,/, 'is a PNG as data:image/png;base64,…')
    .max(largestLogo, `is larger than ${largestLogo} characters: make it smaller`)
    .optional()
    .describe('a PNG as data:image/png;base64,…'),
  signOff: z.array(text).default([]).describe('the roles that sign'),
})

/** How the slides and pages of a ministry look, once it was checked. */
export type Theme = z.output<typeof themeSchema>

/** @see WCAG 2.2, relative luminance */
function contrastWithWhite(code: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(code.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}
