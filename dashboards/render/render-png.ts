import { renderAsync } from '@resvg/resvg-js'
import { fontFamily } from '../charts/index.ts'
import { encodePng } from './encode-png.ts'
import { fontFiles } from './font-files.ts'

const white = '#ffffff'

/**
 * Draws an SVG as PNG at the given number of pixels per unit. Only our own font files are used: without a font the renderer
 * would leave texts out silently.
 */
export async function renderPng(svg: string, pixelsPerUnit = 2): Promise<Buffer> {
  const image = await renderAsync(svg, {
    background: white,
    fitTo: { mode: 'zoom', value: pixelsPerUnit },
    font: { loadSystemFonts: false, fontFiles: [...fontFiles], defaultFontFamily: fontFamily },
  })
  return await encodePng(image)
}
