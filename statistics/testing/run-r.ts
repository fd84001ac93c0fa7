import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packagePath } from '#foundation'
import type { Case } from './draw-cases.ts'

/** Whether R and its packages are on this machine; `npm run test:long` installs them on Debian. */
export function hasR(): boolean {
  const asked = [
    '-e',
    'for (name in c("strucchange", "sandwich", "pROC", "forecast")) library(name, character.only = TRUE)',
  ]
  return spawnSync('Rscript', asked, { stdio: 'ignore' }).status === 0
}

/** What R answers to cases, one answer a case; NaN where it has none. */
export function answersOfR(name: string, cases: readonly Case[]): readonly (readonly number[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'taraza-r-'))
  try {
    const [asked, answered] = [join(folder, 'cases'), join(folder, 'answers')]
    writeFileSync(asked, cases.map((one) => `${[name, ...one.map((vector) => vector.join(' '))].join('|')}\n`).join(''))
    const script = packagePath('statistics', 'testing', 'answers.R')
    const { status, stderr } = spawnSync('Rscript', ['--vanilla', script, asked, answered], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`R failed: ${stderr}`)
    return readFileSync(answered, 'utf8').trimEnd().split('\n').map(numbersIn)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function numbersIn(line: string): readonly number[] {
  return line
    .split(' ')
    .map((text) =>
      text === 'Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text),
    )
}
