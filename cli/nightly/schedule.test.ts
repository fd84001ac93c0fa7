import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { webhookReceiver } from '../testing/receivers.ts'
import { runNightly } from './run-nightly.ts'
import { scheduleNightly } from './schedule.ts'
import { scheduledJob } from './scheduled-job.ts'
import { takeWriterLock } from './writer-lock.ts'

let test: TestHome
let lines: Record<string, unknown>[]
const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
const schedule = '30 2 * * *'
const night = (day: string) =>
  runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date(`${day}T02:30:00Z`) })
const ended = (exitCode: number | null) => ({ exitCode, how: `exit code ${exitCode}`, invocation: '1' })

beforeEach(() => {
  test = testHome()
  keepSecrets(test.home)
  lines = []
})
afterEach(() => test.remove())

/** Runs until the exit codes are used up. @returns how often it ran, and how often others were told */
async function runsOf(...exitCodes: (number | null)[]) {
  await night('2024-01-01')
  const counts = { runs: 0, alerts: 0 }
  const job = {
    run: async () => ended(exitCodes[counts.runs++] as number | null),
    alert: async () => {
      counts.alerts += 1
    },
  }
  const stop = scheduleNightly({ schedule, home: test.home, log, job, rests: [1, 1] })
  await new Promise((resolve) => setTimeout(resolve, 100))
  await stop()
  return counts
}

describe('a schedule', () => {
  it('logs how a run ended, as JSON with its exit code', async () => {
    await runsOf(1)
    expect(lines).toMatchObject([{ exitCode: 1, how: 'exit code 1', msg: 'the nightly run failed' }])
  })

  it('tries again after 75, with rests, and tells others of what remains a failure', async () => {
    expect(await runsOf(75, 0)).toEqual({ runs: 2, alerts: 0 })
    expect(await runsOf(75, 75, 75, 0)).toEqual({ runs: 3, alerts: 1 })
    expect(await runsOf(1, 0)).toEqual({ runs: 1, alerts: 1 })
    expect(await runsOf(null)).toEqual({ runs: 1, alerts: 1 })
  })

  it('catches up when the last run by its number was missed or had a clock of 2031', async () => {
    await night('2026-11-24')
    await night('2031-05-01')
    let runs = 0
    const job = { run: async () => ended([0, 0][runs++] ?? 0), alert: async () => {} }
    await scheduleNightly({ schedule, home: test.home, log, job })()
    expect(runs).toBe(1)
  })
})

describe('the job of a schedule', () => {
  it('is a process whose lines are in the log, and of which others are told once', async () => {
    const receiver = await webhookReceiver()
    const settings = { TARAZA_WEBHOOK: receiver.url, TARAZA_WEBHOOK_SECRET: 'x'.repeat(32) }
    Object.assign(process.env, settings)
    try {
      await night('2024-01-01')
      test.deliver(join('..', 'home', 'incoming', 'unknown.csv'), 'x')
      const job = scheduledJob(test.home, log)
      const refused = await job.run()
      await job.alert(refused)
      const giveBack = await takeWriterLock(test.home)
      const busy = await job.run()
      giveBack()
      await job.alert(busy)
      expect([refused.exitCode, busy.exitCode]).toEqual([1, 75])
      expect(lines).toContainEqual(expect.objectContaining({ line: expect.stringContaining('[NO_CONTRACT]') }))
      expect(receiver.posted.map(({ body }) => JSON.parse(body).event)).toEqual(['run', 'unit'])
      expect(JSON.parse(receiver.posted[1]?.body ?? '')).toMatchObject({ unit: 'nightly', result: 'exit code 75' })
    } finally {
      for (const name of Object.keys(settings)) delete process.env[name]
      receiver.close()
    }
  })
})
