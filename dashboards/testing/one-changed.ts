import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Fault, packagePath, tryYaml } from '#foundation'
import { eventsOfJurisdictions, type Jurisdiction } from '#jurisdictions'
import { catalogFaults, Declarations, shippedDeclarations, wholeCatalog } from '#warehouse'
import { catalogInvalid, datasetSchema } from '../../warehouse/catalog/declarations.ts'
import { boardName, openBoards } from '../boards/board.ts'
import { checkBoards } from '../configuration/check-boards.ts'
import { checkPack } from '../configuration/check-pack.ts'
import { pageFaults } from '../configuration/check-pages.ts'
import { checkTexts } from '../configuration/check-texts.ts'
import { openPackContent, shippedPack } from '../pack/pack-content.ts'

/** A copy of the configuration in which one file at a time is another one, and what is found wrong then. */
export class OneChanged {
  readonly folder = mkdtempSync(join(tmpdir(), 'one-changed-'))
  readonly #jurisdiction: Jurisdiction
  readonly #judging

  constructor(jurisdiction: Jurisdiction) {
    this.#jurisdiction = jurisdiction
    const events = eventsOfJurisdictions(jurisdiction)
    this.#judging = { catalog: wholeCatalog(jurisdiction), unsound: new Set<string>(), events: () => events }
    for (const part of [
      'warehouse/catalog',
      'warehouse/cubes',
      'dashboards/boards',
      'dashboards/texts',
      'dashboards/pack',
    ])
      cpSync(packagePath(part), join(this.folder, part), { recursive: true })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }

  /** @param path - of a file inside the package */
  faultsWith(path: string, text: string): readonly Fault[] {
    const place = join(this.folder, path)
    const before = readFileSync(place, 'utf8')
    writeFileSync(place, text)
    try {
      return this.#faults(path)
    } finally {
      writeFileSync(place, before)
    }
  }

  #faults(path: string): readonly Fault[] {
    if (path.startsWith('warehouse/')) return this.#faultsOfCatalog(path)
    const faults: Fault[] = []
    if (path.includes('/texts/')) checkTexts(join(this.folder, 'dashboards/texts'), faults)
    else if (path.endsWith('pack.yaml')) {
      const pack = openPackContent(join(this.folder, path), faults)
      if (pack !== undefined) checkPack(pack, openBoards().files, this.#judging, faults)
    } else this.#checkBoard(path, faults)
    return faults
  }

  #checkBoard(path: string, faults: Fault[]): void {
    const changed = openBoards(join(this.folder, 'dashboards/boards'))
    faults.push(...changed.faults)
    const own = changed.files.filter((file) => boardName(file) === basename(path, '.yaml'))
    checkBoards({ names: changed.names, files: own }, this.#judging, faults)
    const pack = openPackContent(shippedPack, faults)
    if (pack !== undefined && faults.length === 0) checkPack(pack, changed.files, this.#judging, faults)
  }

  #faultsOfCatalog(path: string): readonly Fault[] {
    const declarations = new OneChangedFile(join(this.folder, 'warehouse'), path)
    const faults = catalogFaults(this.#jurisdiction, declarations)
    if (faults.length > 0) return faults
    const files = {
      boards: packagePath('dashboards/boards'),
      texts: packagePath('dashboards/texts'),
      pack: shippedPack,
    }
    return pageFaults(files, { jurisdiction: this.#jurisdiction, declarations })
  }
}

/** The files that ship, but for one. */
class OneChangedFile extends Declarations {
  readonly #changed: string

  constructor(folder: string, path: string) {
    super(folder)
    this.#changed = basename(path, '.yaml')
  }

  override get dimensions() {
    return this.#changed === 'dimensions' ? super.dimensions : shippedDeclarations.dimensions
  }

  override get cubes() {
    return this.#changed === 'cubes' ? super.cubes : shippedDeclarations.cubes
  }

  override get indicators() {
    return this.#changed === 'indicators' ? super.indicators : shippedDeclarations.indicators
  }

  override get notes() {
    return this.#changed === 'notes' ? super.notes : shippedDeclarations.notes
  }

  override readDatasets() {
    const faults: Fault[] = []
    const files = shippedDeclarations.datasets.flatMap((file) => {
      if (basename(file.path, '.yaml') !== this.#changed) return [file]
      const path = this.pathOf('catalog', 'datasets', basename(file.path))
      return tryYaml(path, datasetSchema, catalogInvalid, faults) ?? []
    })
    return { files, faults }
  }
}
