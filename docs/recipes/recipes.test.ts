import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readConfiguration } from '../../cli/configuration.ts'
import type { RunningServer } from '../../cli/server/running-server.ts'
import { startServer } from '../../cli/server/start-server.ts'
import { packagePath } from '../../foundation/index.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'recipes-'))

/** Debian's own, whose packages can be installed beside it. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'

/** How to run a block of a language, and what it needs beside the language itself. */
const tools: Readonly<Record<string, { readonly words: readonly string[]; readonly ending: string }>> = {
  sh: { words: ['bash'], ending: 'sh' },
  js: { words: [process.execPath], ending: 'mjs' },
  python: { words: [python], ending: 'py' },
  r: { words: ['Rscript'], ending: 'R' },
}
const probes: Readonly<Record<string, readonly string[]>> = {
  pandas: [python, '-c', 'import pandas'],
  jsonlite: ['Rscript', '-e', 'library(jsonlite)'],
  rsdmx: ['Rscript', '-e', 'library(rsdmx)'],
  soffice: ['soffice', '--version'],
}

const recipes = readdirSync(packagePath('docs', 'recipes')).filter((name) => name.endsWith('.md'))
const blocks = recipes.flatMap((name) =>
  [...readFileSync(packagePath('docs', 'recipes', name), 'utf8').matchAll(/```(\w+)(?: (\w+))?\n([\s\S]*?)```/g)].map(
    ([, language = '', needs, code = ''], at) => ({ name: `${name}, block ${at + 1}`, language, needs, code }),
  ),
)

let server: RunningServer
/** What each recipe prints of 2024: persons sentenced, and the indicator where it is the hand-over. */
let persons: string
let unsentenced: string
beforeAll(async () => {
  server = await startServer(readConfiguration({ TARAZA_HOME: inject('kgHome'), PORT: '0', LOG_LEVEL: 'silent' }))
  const answer = await (await fetch(`${server.url}/v1/data/sentences?measure=persons&by=year&from=2024&to=2024`)).json()
  persons = String(answer.rows[0][1])
  const stored = await fetch(`${server.url}/v1/data/custody_stock?measure=unsentenced_share&by=year&from=2024&to=2024`)
  unsentenced = (100 * (await stored.json()).rows[0][1]).toFixed(4)
  mkdirSync(join(folder, 'node_modules', '@duckdb'), { recursive: true })
  symlinkSync(packagePath('node_modules', '@duckdb', 'node-api'), join(folder, 'node_modules', '@duckdb', 'node-api'))
  await run(process.execPath, [
    packagePath('scripts', 'build-client.mjs'),
    join(folder, 'node_modules', 'taraza-client'),
  ])
  symlinkSync(packagePath('node_modules', '@uwdata'), join(folder, 'node_modules', '@uwdata'))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const succeeds = (words: readonly string[]) =>
  run(words[0] ?? '', words.slice(1)).then(
    () => true,
    () => false,
  )

describe('the recipes', () => {
  it('are found', () => {
    expect(blocks.length).toBe(10)
  })

  it.for(blocks)('give the figure of the API: $name', async ({ language, needs, code, name }, { skip }) => {
    const tool = tools[language]
    if (tool === undefined) throw new Error(`${name} is in no known language`)
    const [program = ''] = tool.words
    if (!(await succeeds([program, '--version']))) return skip(`${program} is not installed`)
    if (needs !== undefined && !(await succeeds(probes[needs] ?? []))) return skip(`${needs} is not installed`)
    const file = join(folder, `recipe.${tool.ending}`)
    writeFileSync(file, code.replaceAll('http://localhost:8080', server.url))
    const { stdout } = await run(program, [...tool.words.slice(1), file], {
      cwd: folder,
      env: { ...process.env, HOME: folder },
    })
    const figure = name.startsWith('sdg') ? unsentenced : persons
    expect(stdout).toMatch(new RegExp(`2024[^\\n]*\\b${figure}\\b|${figure}\\b[^\\n]*2024`))
  })
})
