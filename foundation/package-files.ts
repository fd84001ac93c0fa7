import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

function findPackageRoot(from: string): string {
  const parent = dirname(from)
  const isRoot = existsSync(join(from, 'package.json')) && existsSync(join(from, 'jurisdictions', 'schemas'))
  if (isRoot || parent === from) return from
  return findPackageRoot(parent)
}

/** The folder that holds `package.json`: the same from the sources and from the built files in `dist/`. */
export const packageRoot = findPackageRoot(import.meta.dirname)

/** The path of a file that is shipped with the package, such as a statement in SQL or a font. */
export function packagePath(...segments: readonly string[]): string {
  return join(packageRoot, ...segments)
}

function nearestPackage(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : nearestPackage(dirname(from))
}

/** Where the modules of the running build lie, or of the latest one where the sources run. */
const running = nearestPackage(import.meta.dirname)
const buildRoot = running === packageRoot ? join(packageRoot, 'dist') : running

/** The path of a file that is built: of the build that runs, also when a later one has taken its place. */
export function builtPath(...segments: readonly string[]): string {
  return join(buildRoot, ...segments)
}

/** The path of a module that a thread or a process begins with, bundled with all that it loads: `scripts/bundle.mjs` finds its name. */
export function startedPath(module: string): string {
  return builtPath('started', module)
}

/** Reads a text file that is shipped with the package. */
export function readPackageText(...segments: readonly string[]): string {
  return readFileSync(packagePath(...segments), 'utf8')
}

interface PackageDocument {
  readonly version: string
}

/** The version of this package, as in `package.json`. */
export const packageVersion = (JSON.parse(readPackageText('package.json')) as PackageDocument).version
