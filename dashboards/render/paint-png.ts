import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Resvg } from '@resvg/resvg-js'
import { fontFamily } from '../charts/index.ts'
import { encodePng } from './encode-png.ts'
import { fontFilesFor } from './font-files.ts'

const white = '#ffffff'

setFlagsFromString('--expose-gc')
/** What a painted picture takes, some twelve megabytes, is not seen by the engine: without this it is kept for hundreds of pictures. */
const collect: (how: { readonly type: 'minor' }) => void = runInNewContext('gc')

export interface Painting {
  readonly svg: string
  readonly pixelsPerUnit: number
}

/**
 * Paints an SVG as PNG in this thread: the painter keeps memory for each thread in which it works. Only our own font files are used:
 * without a font the renderer would leave texts out silently.
 */
export async function paintPng({ svg, pixelsPerUnit }: Painting): Promise<Buffer> {
  try {
    return await encodePng(painted(svg, pixelsPerUnit))
  } finally {
    collect({ type: 'minor' })
  }
}

function painted(svg: string, pixelsPerUnit: number) {
  const { width, height, pixels } = new Resvg(svg, {
    background: white,
    fitTo: { mode: 'zoom', value: pixelsPerUnit },
    font: { loadSystemFonts: false, fontFiles: [...fontFilesFor(svg)], defaultFontFamily: fontFamily },
  }).render()
  return { width, height, pixels }
}
