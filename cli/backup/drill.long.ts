import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { generationStore } from '#warehouse'
import { asNobody, canBeNobody, homeTree, mountDisk, unmountDisk } from '../testing/backups.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

const drill = mkdtempSync(join(tmpdir(), 'taraza-drill-'))
const [home, restored, backups] = ['home', 'lib', 'disk'].map((name) => join(drill, name)) as [string, string, string]

/** Gives a folder to the user of the service, as "install --directory --owner" does. The folder above stays that of root. */
function giveTo(path: string): void {
  chownSync(path, 65534, 65534)
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) chownSync(join(path, name), 65534, 65534)
}

const questions = [
  ['query', 'sentences', '--measure', 'persons', '--by', 'region'],
  ['query', 'sentences', '--measure', 'persons', '--by', 'sex', '--level', 'officer', '--purpose', 'a drill'],
]
const asked = [['doctor'], ...questions, ['releases', 'list'], ['generations', 'list'], ['audit', 'verify']]

/** What the program says of a home, without the path and the disk of it. */
function answersOf(path: string, commands = asked): readonly unknown[] {
  return commands.map((words) => {
    const { status, stdout } = asNobody(path, ...words)
    return [
      words[0],
      status,
      stdout.replaceAll(path, '').replaceAll(/.*(?:disk|last run|last success|clock|backup): .*\n/g, ''),
    ]
  })
}

describe.skipIf(!canBeNobody())('a drill: another machine, where the user of the service restores from a disk', () => {
  let canMount = false
  beforeAll(() => {
    chmodSync(drill, 0o755)
    for (const path of [restored, backups]) mkdirSync(path)
    canMount = mountDisk(restored, '4g') && mountDisk(backups)
    cpSync(inject('kgHome'), home, { recursive: true })
    for (const path of [home, restored, backups]) giveTo(path)
  })
  afterAll(() => {
    for (const path of [restored, backups]) unmountDisk(path)
    rmSync(drill, { recursive: true, force: true })
  })

  it('gives the same home: its files, what the doctor finds, its answers, and the next night', (context) => {
    if (!canMount) return context.skip('no disk can be mounted here: not run')
    expect(asNobody(home, 'backup', backups)).toMatchObject({ status: 0, stderr: '' })
    expect(asNobody(home, 'backup', '--verify', backups)).toMatchObject({ status: 0, stderr: '' })
    expect(asNobody(restored, 'restore', backups)).toMatchObject({ status: 0, stderr: '' })
    expect(homeTree(restored)).toEqual(homeTree(home))
    expect(asNobody(restored, 'doctor').stdout).toContain('taraza budget accept')
    expect(asNobody(restored, 'budget', 'list').stderr).toContain('is not counted')
    expect(asNobody(restored, 'budget', 'accept', '--by', 'the steward').status).toBe(0)
    expect(answersOf(restored)).toEqual(answersOf(home))
    const rows = soundRows(9).map((row) => ({ ...row, CASE_ID: `N${row['CASE_ID']}` }))
    const nights = [home, restored].map((path) => {
      const file = join(path, 'incoming', 'court_sentences_new.csv')
      writeFileSync(file, sentencesCsv(rows), { mode: 0o644 })
      chownSync(file, 65534, 65534)
      const { status } = asNobody(path, 'nightly')
      return [status, generationStore.list(path).map(({ contentHash }) => contentHash)]
    })
    expect(nights[1]).toEqual(nights[0])
    expect(nights[0]).toMatchObject([0, { length: 2 }])
    expect(answersOf(restored, questions)).toEqual(answersOf(home, questions))
  })
})
