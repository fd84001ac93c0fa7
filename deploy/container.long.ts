import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { packagePath, packageRoot } from '#foundation'

const lines = readFileSync(packagePath('deploy', 'Containerfile'), 'utf8')
  .replaceAll(/\\\n */g, '')
  .split('\n')
/** What follows an instruction, each time that it is there. */
const all = (instruction: string) =>
  lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1))

const folder = mkdtempSync(join(tmpdir(), 'image-'))
const image = join(folder, 'opt', 'taraza')
let server: ChildProcess | undefined
afterAll(() => {
  server?.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** "COPY . .", as far as .dockerignore lets it: git lists what lies in a checkout. */
function copySources(): void {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: packageRoot,
  })
  for (const path of listed.toString().split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(image, path)), { recursive: true })
    cpSync(packagePath(path), join(image, path), { verbatimSymlinks: true })
  }
}

/** The steps of the Containerfile in a folder. Not followed: its base image, its user, and what only root of an image may do. */
describe('the image, as far as a folder can be one', () => {
  it('is built by the steps of the Containerfile', () => {
    copySources()
    const [build = ''] = all('RUN')
    execFileSync('sh', ['-e', '-c', build], { cwd: image, stdio: 'ignore' })
    expect(existsSync(join(image, 'dist', 'cli', 'main.js'))).toBe(true)
    for (const gone of ['node_modules/vitest', 'node_modules/typescript', '.git'])
      expect([gone, existsSync(join(image, gone))]).toEqual([gone, false])
  }, 900_000)

  it('serves by its entry point and settings, and is healthy by its own check', async () => {
    const settings = all('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=') as [string, string]))
    const env = {
      PATH: process.env['PATH'],
      ...Object.fromEntries(settings),
      ...{ TARAZA_HOME: join(folder, 'home'), PORT: '0' },
    }
    const inImage = (words: readonly string[]) => words.map((word) => word.replace('/opt/taraza', image))
    const [program = '', ...words] = inImage([
      ...JSON.parse(all('ENTRYPOINT')[0] ?? ''),
      ...JSON.parse(all('CMD')[0] ?? ''),
    ])
    server = spawn(program, words, { env, cwd: image })
    let said = ''
    server.stdout?.on('data', (text) => (said += text))
    await vi.waitFor(() => expect(said).toMatch(/ready: \S+:\d+/), { timeout: 60_000, interval: 200 })
    const [, port = ''] = /ready: \S+:(\d+)/.exec(said) ?? []
    const [, check = ''] = /CMD (\[.*\])$/.exec(all('HEALTHCHECK')[0] ?? '') ?? []
    const [node = '', ...asked] = JSON.parse(check)
    execFileSync(node, asked, { env: { ...env, PORT: port } })
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(503)
  }, 120_000)
})
