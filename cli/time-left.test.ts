import { describe, expect, it } from 'vitest'
import { remainingSeconds, timeLeft } from './time-left.ts'

/** What is said of steps that come at certain seconds. */
function saidOf(steps: readonly (readonly [second: number, done: number])[]) {
  let moment = 0
  const left = remainingSeconds(() => moment * 1000)
  return steps.map(([second, done]) => {
    moment = second
    return left(done)
  })
}

describe('the time left', () => {
  it('follows the pace at which the share grows', () => {
    expect(
      saidOf([
        [0, 0],
        [10, 0.01],
        [30, 0.1],
        [60, 0.2],
        [150, 0.5],
      ]),
    ).toEqual([null, null, 270, 240, 150])
  })

  it('does not take for a pace what a start finds done', () => {
    expect(
      saidOf([
        [0, 0],
        [1, 0.18],
        [1.5, 0.6],
        [101, 0.7],
      ]),
    ).toEqual([null, null, null, 299])
  })

  it('is told in seconds or minutes', () => {
    expect([timeLeft(0.5, 80), timeLeft(0.5, 300), timeLeft(0.01, null)]).toEqual([
      '50 %, about 80 s left',
      '50 %, about 5 min left',
      '1 %',
    ])
  })
})
