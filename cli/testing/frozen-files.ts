import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { filesIn, sha256 as hashOf, type Json, packagePath, packFiles, squeezed, unpackFiles } from '#foundation'
import { generationStore } from '#warehouse'

/** Where what earlier versions made is kept. */
export function frozenPath(version: string, name: string): string {
  return packagePath('cli', 'testing', 'frozen', version, `${name}.br`)
}

/** Packs files as one. */
export function freezeFiles(path: string, root: string, names: readonly string[]): void {
  write(path, packFiles(root, names))
}

/** Lays frozen files into a folder. */
export function thawFiles(path: string, folder: string): void {
  unpackFiles(readFileSync(path), folder)
}

export function freezeJson(path: string, value: unknown): void {
  write(path, squeezed(Buffer.from(JSON.stringify(value))))
}

export function thawJson<T extends Json | object>(path: string): T {
  return JSON.parse(brotliDecompressSync(readFileSync(path)).toString()) as T
}

function write(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

/** Sends what a home took in once more, as another machine would write it: with other ends of lines. */
export function sendAgain(home: string, incoming: string): void {
  const originals = new Map(filesIn(join(home, 'archive')).map((name) => [name.split('/')[1], name]))
  for (const { register, file, sha256, coverage, sentAt } of generationStore.current(home)?.deliveries ?? []) {
    const text = readFileSync(join(home, 'archive', originals.get(sha256) ?? ''), 'utf8').replaceAll('\n', '\r\n')
    const described = { name: file, sha256: hashOf(text), rows: text.trimEnd().split('\n').length - 1 }
    const manifest = { register, period: coverage, ...(sentAt && { sent_at: sentAt }), files: [described] }
    const folder = join(incoming, sha256)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, file), text)
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  }
}
