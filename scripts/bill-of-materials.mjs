// Writes what the program is made of, from the lock file and the licences beside each package:
// node scripts/bill-of-materials.mjs [FOLDER], by default .build/supply-chain.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Licences that ask for no more than that their text is kept. */
export const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
])

/** The packages of the lock file that are shipped, by name and version, with what they say of their licence. */
export function shippedPackages(folder = root) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([path, { dev, devOptional, link }]) => path !== '' && !dev && !devOptional && !link)
    .map(([path, { version, integrity, resolved, license, name }]) => ({
      path,
      name: name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      integrity,
      resolved,
      licence: typeof license === 'string' ? license : undefined,
    }))
}

/** What is wrong with licences: unknown ones, and those that are neither permissive nor accepted by name. */
export function licenceFaults(packages, accepted) {
  return packages
    .filter(
      ({ name, licence }) =>
        !accepted.some((one) => name === one || name.startsWith(`${one}-`)) && !isPermissive(licence),
    )
    .map(({ name, version, licence }) => `${name} ${version}: ${licence ?? 'no licence is named'}`)
}

/** Of "A OR B" one has to be permissive, of "A AND B" both. */
export function isPermissive(licence = '') {
  const plain = licence.replaceAll(/[()]/g, '')
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((one) => permissive.has(one.trim())))
}

/** The packages, each with those of its platforms, that docs/dependencies.md accepts by name below "Licences". */
export function acceptedIn(text) {
  const [, section = ''] = text.split('\n## Licences\n')
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((line) => line.split('`')[1])
}

/** CycloneDX 1.6 in JSON. */
export function billOfMaterials(packages, version) {
  const components = packages.map(({ name, version: of, licence, integrity }) => ({
    type: 'library',
    'bom-ref': `pkg:npm/${name.replace('@', '%40')}@${of}`,
    name,
    version: of,
    purl: `pkg:npm/${name.replace('@', '%40')}@${of}`,
    ...(licence === undefined ? {} : { licenses: [{ expression: licence }] }),
    ...(integrity?.startsWith('sha512-') ? { hashes: [{ alg: 'SHA-512', content: hexOf(integrity) }] } : {}),
  }))
  const component = { type: 'application', 'bom-ref': 'taraza', name: 'taraza', version }
  const unique = [...new Map(components.map((one) => [one['bom-ref'], one])).values()]
  return { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component }, components: unique }
}

function hexOf(integrity) {
  return Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex')
}

/** The licences of all packages that are installed here, word by word. */
function notices(packages) {
  const texts = packages.map(({ path, name, version, licence }) => {
    const folder = join(root, path)
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file)) : []
    const words = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
    return `${name} ${version} (${licence ?? 'see below'})\n\n${words.join('\n\n') || 'No text of a licence lies in the package.'}\n`
  })
  return texts.join(`\n${'-'.repeat(80)}\n\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? join(root, '.build', 'supply-chain')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const packages = shippedPackages()
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(packages, version), null, 2)}\n`)
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(packages))
  const faults = licenceFaults(packages, acceptedIn(readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8')))
  for (const fault of faults) console.error(`Not accepted in docs/dependencies.md: ${fault}`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
