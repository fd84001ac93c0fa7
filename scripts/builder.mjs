// Builds the parts of the program that have changed, each into a folder of its own under .build/, which then takes the place
// of the one before by a link: a running server never loses a file, and goes on with those of its own build.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { root } from './ensure-installed.mjs'

const folder = join(root, '.build')
/** Builds that stay: a server may still run from an earlier one. */
const kept = 3

const modules = [
  'foundation',
  'jurisdictions',
  'statistics',
  'ingest',
  'warehouse',
  'api',
  'dashboards',
  'data-samples',
  'cli',
]
const settings = [
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/builder.mjs',
  'scripts/bundle.mjs',
  'scripts/small-fonts.mjs',
]

/** What a part is made from, where it is found, and how it is made. Statements, tables and texts are read where they lie. */
export const parts = {
  program: {
    inputs: [...modules, 'client', ...settings],
    kinds: /\.(tsx?|css|json)$/,
    link: join(root, 'dist'),
    make: async (out) => {
      // In the build the modules are found beside each other, not by way of the link.
      writeFileSync(join(out, 'package.json'), '{ "type": "module", "imports": { "#*": "./*/index.js" } }\n')
      const browser = ['build', '--config', 'dashboards/browser/vite.config.ts', '--outDir', join(out, 'browser')]
      await Promise.all([
        runTool('typescript', ['-p', 'tsconfig.build.json', '--outDir', out]),
        runTool('vite', browser),
      ])
      const { bundle } = await import('./bundle.mjs')
      await bundle(out)
      const { writeSmallFonts } = await import('./small-fonts.mjs')
      await writeSmallFonts(out)
    },
  },
  notebooks: {
    inputs: ['notebooks', 'client', 'scripts/notebooks.mjs', 'scripts/local-libraries.mjs', 'package-lock.json'],
    kinds: /./,
    link: join(folder, 'notebooks'),
    make: (out) => runScript('notebooks.mjs', 'build', out),
  },
  docs: {
    inputs: ['docs', 'deploy/README.md', 'scripts/build-docs.mjs', 'package-lock.json'],
    kinds: /./,
    link: join(folder, 'docs'),
    make: (out) => runScript('build-docs.mjs', out),
  },
}

/** Builds a part unless it is built from what lies there now. */
export async function ensureBuilt(name) {
  const { inputs, kinds, link, make } = parts[name]
  const target = join(folder, `${name}-${stateOf(inputs, kinds)}`)
  if (linked(link) === target && existsSync(target)) return
  if (!existsSync(target)) {
    console.error(`Building the ${name} …`)
    const draft = `${target}.${process.pid}.new`
    mkdirSync(draft, { recursive: true })
    await make(draft)
    if (existsSync(target)) rmSync(draft, { recursive: true })
    else renameSync(draft, target)
  }
  pointTo(link, target)
  removeOld(name)
}

function stateOf(inputs, kinds) {
  const hash = createHash('sha256')
  const paths = inputs.flatMap(sources).filter((path) => kinds.test(path))
  for (const path of paths.sort()) hash.update(`${path} `).update(readFileSync(join(root, path)))
  return hash.digest('hex').slice(0, 16)
}

function sources(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path))
    .filter((name) => !name.endsWith('.test.ts') && name !== 'testing' && name !== 'golden')
    .flatMap((name) => sources(join(path, name)))
}

function linked(link) {
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()
    ? join(dirname(link), readlinkSync(link))
    : undefined
}

/** Lets a link point to a build. Whoever reads by way of it finds the one before or the new one, at any moment. */
export function pointTo(link, target) {
  const draft = `${link}.${process.pid}.new`
  rmSync(draft, { force: true })
  symlinkSync(relative(dirname(link), target), draft, 'junction')
  const aside = lstatSync(link, { throwIfNoEntry: false })?.isDirectory() ? `${link}.${process.pid}.old` : undefined
  if (aside !== undefined) renameSync(link, aside) // a folder, as in a package, or as earlier versions built
  renameSync(draft, link)
  if (aside !== undefined) rmSync(aside, { recursive: true })
}

function removeOld(name) {
  const current = basename(linked(parts[name].link) ?? '')
  const builds = readdirSync(folder)
    .filter((entry) => entry.startsWith(`${name}-`) && entry !== current)
    .sort((one, other) => statSync(join(folder, other)).mtimeMs - statSync(join(folder, one)).mtimeMs)
  for (const old of builds.slice(kept - 1)) rmSync(join(folder, old), { recursive: true, force: true })
}

function runTool(name, words) {
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
  const path = typeof bin === 'string' ? bin : (bin[name] ?? bin.tsc)
  return runNode(name, [join(root, 'node_modules', name, path), ...words])
}

function runScript(name, ...words) {
  return runNode(name, [join(root, 'scripts', name), ...words])
}

function runNode(name, words) {
  return new Promise((resolve) => {
    spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 2, 2] }).on('close', (code) => {
      if (code === 0) return resolve()
      console.error(`The build failed in ${name}.`)
      process.exit(1)
    })
  })
}
