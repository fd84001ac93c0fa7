import { resolve } from 'node:path'
import { Refusal } from '#foundation'
import { lastBackup } from '#warehouse'
import { backupsIn, type FoundBackup, isBackupFolder, isFree, type OpenBackup, openBackup } from './backup-folder.ts'
import type { BackupList } from './backup-list.ts'

/**
 * Requires that a folder is one of backups, or may become one. Where the last backup was made there and none is there now, its disk
 * is not mounted: the secrets do not belong onto the disk below.
 *
 * @throws {@link Refusal} `NOT_EMPTY`, `BACKUPS_GONE`
 */
export function requirePlace(home: string, folder: string, isNewSeries: boolean): void {
  if (!isBackupFolder(folder) && !isFree(folder)) {
    const advice = 'Choose a new or an empty folder, or one with backups of this home: nothing is overwritten.'
    throw new Refusal('NOT_EMPTY', advice, { file: folder })
  }
  if (isNewSeries || lastBackup(home)?.folder !== resolve(folder) || backupsIn(folder).length > 0) return
  const advice =
    'The last backup was made here, and there is none now. Is the disk mounted? With --new a new series of backups begins.'
  throw new Refusal('BACKUPS_GONE', advice, { file: folder })
}

/**
 * The last backup whose list can be read. A damaged one before or after it is no reason to go without a backup today.
 *
 * @throws {@link Refusal} as `readList` where there are backups and none can be read
 */
export function previousBackup(folder: string): OpenBackup | undefined {
  const failures: unknown[] = []
  for (const found of backupsIn(folder).toReversed()) {
    try {
      return openBackup(found)
    } catch (error) {
      if (!isBroken(error)) throw error
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return undefined
}

/** The backups whose lists are damaged. @throws {@link Refusal} `FOREIGN_SCHEMA`, `UNREADABLE_FILE` */
export function damagedBackups(folder: string): readonly FoundBackup[] {
  return backupsIn(folder).filter((found) => {
    try {
      openBackup(found)
      return false
    } catch (error) {
      if (isBroken(error)) return true
      throw error
    }
  })
}

/** Whether an error says that a list is damaged. */
export function isBroken(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'BACKUP_BROKEN'
}

/**
 * The last backup whose list can be read, for a repair. Where none can, only the home knows whether the backups are its own.
 *
 * @throws {@link Refusal} `OTHER_HOME`, `SECRETS_DIFFER`, `FOREIGN_SCHEMA`, `UNREADABLE_FILE`
 */
export function previousToRepair(home: string, folder: string, withSecrets: boolean): OpenBackup | undefined {
  if (damagedBackups(folder).length < backupsIn(folder).length) return previousBackup(folder)
  const last = lastBackup(home)
  if (last?.folder === folder) requireSameKind(folder, last.secrets, withSecrets)
  else if (backupsIn(folder).length > 0) throw unknownHome(folder)
  return undefined
}

function unknownHome(file: string): Refusal {
  const advice =
    'No list in this folder can be read, and the last backup of this home was not made here. Choose a new folder: these backups may be of another home.'
  return new Refusal('OTHER_HOME', advice, { file })
}

/**
 * One folder has the backups of one home, all of them with its secrets or none.
 *
 * @throws {@link Refusal} `OTHER_HOME`, `SECRETS_DIFFER`
 */
export function requireSameSeries(
  { folder, list }: OpenBackup,
  { jurisdiction, secrets }: Pick<BackupList, 'jurisdiction' | 'secrets'>,
): void {
  const isOther = (name: 'pseudonyms' | 'disclosure') =>
    list.secrets[name] !== null && secrets[name] !== null && list.secrets[name] !== secrets[name]
  if (list.jurisdiction !== jurisdiction || isOther('pseudonyms') || isOther('disclosure')) {
    const advice = 'The backups in this folder are of another home. Choose a folder of its own for each home.'
    throw new Refusal('OTHER_HOME', advice, { file: folder })
  }
  requireSameKind(folder, list.secrets.included, secrets.included)
}

function requireSameKind(folder: string, isWithSecrets: boolean, withSecrets: boolean): void {
  if (isWithSecrets === withSecrets) return
  const advice = isWithSecrets
    ? 'The backups in this folder contain the secrets. Choose another folder for those without them.'
    : 'The backups in this folder are without the secrets. Add --without-secrets, or choose another folder.'
  throw new Refusal('SECRETS_DIFFER', advice, { file: folder })
}
