import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packagePath, packageRoot, packageVersion } from '#foundation'

/** A checkout in which nothing was installed and nothing built. */
const checkout = mkdtempSync(join(tmpdir(), 'taraza-checkout-'))
beforeAll(() => {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: packageRoot })
  const needed = listed
    .toString()
    .split('\n')
    .filter((path) => /^(taraza$|scripts\/|cli\/help\.json|package)/.test(path))
  for (const path of needed) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true })
    cpSync(packagePath(path), join(checkout, path))
  }
})
afterAll(() => rmSync(checkout, { recursive: true, force: true }))

const inCheckout = (...words: string[]) => spawnSync(join(checkout, 'taraza'), words, { encoding: 'utf8' })

/** A Node that says it is an older one. */
const older = (version: string) => [
  '--import',
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`,
]

describe('a fresh checkout', () => {
  it('tells version and help without installing', () => {
    expect(inCheckout('--version')).toMatchObject({ status: 0, stdout: `${packageVersion}\n` })
    for (const words of [[], ['help'], ['--help']])
      expect(inCheckout(...words)).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: taraza') })
    for (const words of [
      ['nightly', '--help'],
      ['help', 'nightly'],
    ])
      expect(inCheckout(...words).stdout).toMatch(/Usage: taraza nightly/)
    expect(inCheckout('quarantine', 'list', '-h').stdout).toMatch(/Usage: taraza quarantine list/)
  })

  it('says how to build, and never builds by itself', () => {
    expect(inCheckout('doctor')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/npm start/) })
  })
})

describe('a build that takes the place of another', () => {
  it('loses no file meanwhile, whoever reads by way of the link', async () => {
    const { pointTo } = await import(packagePath('scripts', 'builder.mjs'))
    const [link, builds] = [join(checkout, 'built'), ['one', 'other'].map((name) => join(checkout, name))]
    for (const build of builds) {
      mkdirSync(build)
      writeFileSync(join(build, 'file'), build)
    }
    pointTo(link, builds[0])
    const reader = `const { readFileSync } = require('fs'); let reads = 0; process.on('SIGTERM', () => { console.log(reads); process.exit() });
      (function read() { for (let i = 0; i < 100; i++, reads++) readFileSync(process.argv[1]); setImmediate(read) })()`
    const child = spawn(process.execPath, ['-e', reader, join(link, 'file')])
    let said = ''
    child.stdout.on('data', (text) => (said += text))
    child.stderr.on('data', (text) => (said += text))
    const ended = new Promise((resolve) => child.on('close', resolve))
    await new Promise((resolve) => setTimeout(resolve, 300))
    for (let swap = 0; swap < 2000; swap++) pointTo(link, builds[swap % 2])
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(Number(said)).toBeGreaterThan(100)
  })
})

describe('a Node that is too old', () => {
  const reported = 'Node 20.19 or newer is needed, this is 18.20.8.\n'
  it('is told by the program and by its scripts, in one line', () => {
    const main = spawnSync(process.execPath, [...older('18.20.8'), packagePath('dist', 'cli', 'main.js'), 'doctor'], {
      encoding: 'utf8',
    })
    expect(main).toMatchObject({ status: 1, stderr: reported })
    for (const script of ['start.mjs', 'taraza.mjs', 'build.mjs'])
      expect(
        spawnSync(process.execPath, [...older('18.20.8'), join(checkout, 'scripts', script)], { encoding: 'utf8' }),
      ).toMatchObject({ status: 1, stderr: reported })
  })
})
