import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { packagePath } from '#foundation'

const folder = packagePath('..', 'shared', 'oracles')
export const read = (name: string) => readFileSync(join(folder, name), 'utf8')
export const json = (name: string) => JSON.parse(read(name))
export const csv = (name: string) => {
  const [head = '', ...lines] = read(name).trim().split('\n')
  const names = head.split(',').map((text) => text.replaceAll('"', ''))
  return lines.map((line) => {
    const cells = line.split(',').map((text) => text.replaceAll('"', ''))
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])) as Record<string, string>
  })
}
export const bounds = ({ lower, upper }: { lower: number; upper: number }) => [lower, upper]
/** Equal to so many significant digits. */
export const near = (found: readonly number[], expected: readonly number[], digits = 8) => {
  expect(found).toHaveLength(expected.length)
  for (const [at, value] of expected.entries())
    expect(Math.abs((found[at] as number) - value)).toBeLessThanOrEqual(10 ** -digits * Math.max(1, Math.abs(value)))
}

export const hasOracles = existsSync(folder)

/** Annual flow of the Nile at Aswan, 1871 to 1970, a data set of R. */
export const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]
/** Numbers of great discoveries, 1860 to 1959, a data set of R. */
export const discoveries = [
  5, 3, 0, 2, 0, 3, 2, 3, 6, 1, 2, 1, 2, 1, 3, 3, 3, 5, 2, 4, 4, 0, 2, 3, 7, 12, 3, 10, 9, 2, 3, 7, 7, 2, 3, 3, 6, 2, 4,
  3, 5, 2, 2, 4, 0, 4, 2, 5, 2, 3, 3, 6, 5, 8, 3, 6, 6, 0, 5, 2, 2, 2, 6, 3, 4, 4, 2, 2, 4, 7, 5, 3, 3, 0, 2, 2, 2, 1,
  3, 4, 2, 2, 1, 1, 1, 2, 1, 4, 4, 3, 2, 1, 4, 1, 1, 1, 0, 0, 2, 0,
]
