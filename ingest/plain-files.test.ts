import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { copyAndHash, findDeliveries, isVersionAt } from './index.ts'

const kg = loadJurisdiction('kg')
const [extract, manifest] = ['court_sentences_x.csv', 'manifest.json']

let folder: string
let incoming: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'taraza-plain-'))
  incoming = join(folder, 'incoming')
  mkdirSync(join(incoming, 'delivery'), { recursive: true })
  mkdirSync(join(folder, 'elsewhere'))
  writeFileSync(join(folder, 'elsewhere', extract), 'A\n1\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Whatever a sender may put where a file is expected. */
const others: Readonly<Record<string, (path: string) => void>> = {
  'a link': (path) => symlinkSync(join(folder, 'elsewhere', extract), path),
  'a link to nothing': (path) => symlinkSync(join(folder, 'nothing'), path),
  'a link to a device without end': (path) => symlinkSync('/dev/zero', path),
  'a pipe': (path) => void execFileSync('mkfifo', [path]),
  'a folder': (path) => mkdirSync(path),
}

describe('what is no regular file', () => {
  for (const [what, put] of Object.entries(others)) {
    it(`is refused as a manifest and as an extract: ${what}`, async () => {
      writeFileSync(join(incoming, 'delivery', extract), 'A\n1\n')
      put(join(incoming, 'delivery', manifest))
      const found = findDeliveries(incoming, kg)
      expect(found.deliveries).toEqual([])
      expect(found.refusals.map(({ code }) => code)).toEqual(['NOT_A_PLAIN_FILE'])
      put(join(incoming, extract))
      await expect(copyAndHash(join(incoming, extract), join(folder, 'copy'))).rejects.toMatchObject({
        code: 'NOT_A_PLAIN_FILE',
      })
    })
  }
})

describe('a delivery that is exchanged while it is taken in', () => {
  const found = () => {
    writeFileSync(join(incoming, 'delivery', extract), 'A\n1\n')
    const [delivery] = findDeliveries(incoming, kg).deliveries
    if (delivery === undefined) throw new Error('no delivery')
    return () => copyAndHash(delivery.path, join(folder, 'copy'), delivery.within)
  }

  it('is not read through a folder that became a link', async () => {
    const take = found()
    renameSync(join(incoming, 'delivery'), join(folder, 'away'))
    symlinkSync(join(folder, 'elsewhere'), join(incoming, 'delivery'))
    await expect(take()).rejects.toMatchObject({ code: 'NOT_A_PLAIN_FILE' })
    expect(existsSync(join(folder, 'copy'))).toBe(false)
  })

  it('is not read through a name that became a link', async () => {
    const take = found()
    rmSync(join(incoming, 'delivery', extract))
    symlinkSync(join(folder, 'elsewhere', extract), join(incoming, 'delivery', extract))
    await expect(take()).rejects.toMatchObject({ code: 'NOT_A_PLAIN_FILE' })
  })

  it('is taken when it is a file of its own that has two names', async () => {
    linkSync(join(folder, 'elsewhere', extract), join(incoming, extract))
    await expect(copyAndHash(join(incoming, extract), join(folder, 'copy'))).resolves.toMatchObject({ bytes: 4 })
  })

  it('is read to where it ended when it was opened, and refused when it grows', async () => {
    const path = join(incoming, extract)
    writeFileSync(path, Buffer.alloc(40 * 2 ** 20, 'x'))
    const writer = spawn('sh', ['-c', `while :; do head -c 1000000 /dev/zero >> '${path}'; done`])
    try {
      await expect(copyAndHash(path, join(folder, 'copy'))).rejects.toMatchObject({ code: 'FILE_CHANGES' })
    } finally {
      writer.kill()
    }
  })

  it('is seen to be another one when it is written again after it was copied', async () => {
    const path = join(incoming, extract)
    writeFileSync(path, 'A\n1\n')
    const intake = await copyAndHash(path, join(folder, 'copy'))
    expect(isVersionAt(intake.version, path)).toBe(true)
    appendFileSync(path, '2\n')
    expect(isVersionAt(intake.version, path)).toBe(false)
  })
})

it('a manifest says in plain words what it lacks, all at once', () => {
  const files = [{ name: extract, sha256: 'x', rows: '7' }]
  const period = { from: '2024-01-01', to: '31.03.2024' }
  writeFileSync(join(incoming, 'delivery', extract), 'A\n1\n')
  writeFileSync(join(incoming, 'delivery', manifest), JSON.stringify({ period, files, sum: 1 }))
  const { code, message } = findDeliveries(incoming, kg).refusals[0] ?? {}
  expect(code).toBe('MANIFEST_INVALID')
  expect(message).not.toMatch(/Invalid|expected|undefined|received|pattern/)
  for (const said of [
    'register: this is missing: write one of: sentences,',
    'period.to: write a day such as 2024-03-31',
    'files.0.sha256: write the SHA-256 of the file: 64 digits',
    'files.0.rows: here stands a text: write a number',
    'there is no entry "sum"',
  ])
    expect(message).toContain(said)
})

describe('what has no end', () => {
  it('is refused: a manifest of more than a mebibyte, an extract of more than 64 GiB', async () => {
    writeFileSync(join(incoming, 'delivery', extract), 'A\n1\n')
    writeFileSync(join(incoming, 'delivery', manifest), ' '.repeat(2 ** 20 + 1))
    expect(findDeliveries(incoming, kg).refusals).toMatchObject([{ code: 'MANIFEST_INVALID' }])
    const path = join(incoming, extract)
    writeFileSync(path, '')
    truncateSync(path, 65 * 2 ** 30)
    await expect(copyAndHash(path, join(folder, 'copy'))).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })
})
