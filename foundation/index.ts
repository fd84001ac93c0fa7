export { askerOf, onBehalfOf, onBehalfOfFirst, sharedUsage, withDeadline } from './asker.ts'
export { guardBuild } from './build-guard.ts'
export { canonicalJson, type Json, sha256 } from './canonical.ts'
export { fault, faultsIn, requireNoFaults, unknownName } from './configuration/fault.ts'
export { FileCheck } from './configuration/file-check.ts'
export type { Keys } from './configuration/lines-of-yaml.ts'
export { nearest, nearestHeader, nearestName, wordsOf } from './configuration/nearest.ts'
export { inPlainWords, valueAt } from './configuration/plain-words.ts'
export { readUtf8 } from './configuration/read-text.ts'
export {
  onRenamedKey,
  openLoosely,
  openYaml,
  readYaml,
  renamedKeysTold,
  tryYaml,
  type YamlFile,
} from './configuration/read-yaml.ts'
export { formerly, formerName } from './configuration/renamed-keys.ts'
export { Confinement, type Confines } from './confinement.ts'
export { flush, flushAll, flushFolder, removeDrafts, renameDurably, writeDurably } from './durable-files.ts'
export {
  Engine,
  type EngineOptions,
  inTransaction,
  runStatement,
  type Statement,
  selectRow,
  selectRows,
} from './engine.ts'
export { busy, FairQueue, type Places, type Queued, stoppedWaiting } from './fair-queue.ts'
export {
  type HomeSecret,
  hasSampleSecrets,
  homeSecret,
  removeSecret,
  type SecretName,
  type SecretUse,
  secretNames,
  writeSampleSecrets,
} from './home-secret.ts'
export { isSignedBy } from './is-signed-by.ts'
export { builtPath, packagePath, packageRoot, packageVersion, readPackageText } from './package-files.ts'
export { filesIn, packFiles, squeezed, unpackFiles } from './packed-folder.ts'
export { notPlain, type OpenFile, openPlainFile } from './plain-file.ts'
export { makePrivate, openToOthers, privateUmask } from './private-files.ts'
export { quarterName } from './quarter-name.ts'
export { readState } from './read-state.ts'
export { requireReadableParquet } from './readable-parquet.ts'
export { damageBehind, damagedFile, requirePlainFile } from './refusal/damaged-file.ts'
export { printable } from './refusal/printable.ts'
export { describeRefusal, type Fault, type Place, Refusal, systemErrorCode, type Wanted } from './refusal/refusal.ts'
export { SharedShare } from './shared-share.ts'
export { enumType, fillSlots, quoteIdentifier, quoteLiteral, renderSqlTemplate } from './sql-text.ts'
export { requireWanted, stopped } from './stopped.ts'
export { Turns } from './turns.ts'
export { isWholeZip } from './whole-zip.ts'
export { runInWorker } from './worker-pool.ts'
export { packZip, unpackZip, type ZipParts } from './zip.ts'
