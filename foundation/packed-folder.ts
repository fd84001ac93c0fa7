import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { packZip, unpackZip } from './zip.ts'

/** An ending that tells the packer that compressing comes later: what is alike in several files is then compressed once. */
const stored = '.gz'

/** All files below a folder, by their path from it, in order. */
export function filesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return names.filter((name) => statSync(join(folder, name)).isFile())
}

/** Packs files of a folder into one, as small as it gets. Equal files are equal bytes. */
export function packFiles(folder: string, names: readonly string[]): Buffer {
  return squeezed(packZip(new Map(names.map((name) => [name + stored, readFileSync(join(folder, name))]))))
}

/** Lays packed files into a folder, for its owner alone. */
export function unpackFiles(packed: Uint8Array, folder: string): void {
  for (const [name, bytes] of unpackZip(brotliDecompressSync(packed))) {
    const target = join(folder, name.slice(0, -stored.length))
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    writeFileSync(target, bytes, { mode: 0o600 })
  }
}

/** Compresses as far as Brotli goes: for what is committed. */
export function squeezed(bytes: Buffer): Buffer {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  return brotliCompressSync(bytes, { params })
}
