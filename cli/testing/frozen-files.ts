import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { sha256 as hashOf, type Json, packagePath, packZip, unpackZip } from '#foundation'
import { currentGeneration } from '#warehouse'

/** Where what earlier versions made is kept. */
export function frozenPath(version: string, name: string): string {
  return packagePath('cli', 'testing', 'frozen', version, `${name}.br`)
}

/** All files below a folder, by their path from it, in order. */
export function filesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return names.filter((name) => statSync(join(folder, name)).isFile())
}

/** Packs files as one: stored side by side, so that what is alike in them is compressed once. */
export function freezeFiles(path: string, root: string, names: readonly string[]): void {
  write(path, packZip(new Map(names.map((name) => [name + stored, readFileSync(join(root, name))]))))
}

/** Lays frozen files into a folder. */
export function thawFiles(path: string, folder: string): void {
  for (const [name, bytes] of unpackZip(brotliDecompressSync(readFileSync(path)))) {
    const target = join(folder, name.slice(0, -stored.length))
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    writeFileSync(target, bytes, { mode: 0o600 })
  }
}

export function freezeJson(path: string, value: unknown): void {
  write(path, Buffer.from(JSON.stringify(value)))
}

export function thawJson<T extends Json | object>(path: string): T {
  return JSON.parse(brotliDecompressSync(readFileSync(path)).toString()) as T
}

/** An ending that tells the packer that compressing comes later. */
const stored = '.gz'

function write(path: string, bytes: Buffer): void {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, brotliCompressSync(bytes, { params }))
}

/** Sends what a home took in once more, as another machine would write it: with other ends of lines. */
export function sendAgain(home: string, incoming: string): void {
  const originals = new Map(filesIn(join(home, 'archive')).map((name) => [name.split('/')[1], name]))
  for (const { register, file, sha256, coverage, sentAt } of currentGeneration(home)?.deliveries ?? []) {
    const text = readFileSync(join(home, 'archive', originals.get(sha256) ?? ''), 'utf8').replaceAll('\n', '\r\n')
    const described = { name: file, sha256: hashOf(text), rows: text.trimEnd().split('\n').length - 1 }
    const manifest = { register, period: coverage, ...(sentAt && { sent_at: sentAt }), files: [described] }
    const folder = join(incoming, sha256)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, file), text)
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  }
}
