import { Histogram, Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { readPackageText } from '#foundation'
import { formerNames, withFormerMetrics } from './former-metrics.ts'

/** Lines of a metric without its name. */
const valuesOf = (text: string, name: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith(name))
    .map((line) => line.slice(name.length))

describe('a renamed metric', () => {
  const current = [
    '# HELP taraza_register_rows Rows that are stored',
    '# TYPE taraza_register_rows gauge',
    'taraza_register_rows{register="sentences"} 7',
    '',
    '# HELP taraza_disk_free_bytes Free bytes',
    '# TYPE taraza_disk_free_bytes gauge',
    'taraza_disk_free_bytes 9',
    '',
  ].join('\n')

  it('is exposed under its former name too, which is deprecated', () => {
    const lines = withFormerMetrics(current).split('\n')
    expect(lines).toEqual(expect.arrayContaining(current.split('\n')))
    expect(lines.filter((line) => line.includes('taraza_rows_held'))).toEqual([
      '# HELP taraza_rows_held deprecated: use taraza_register_rows',
      '# TYPE taraza_rows_held gauge',
      'taraza_rows_held{register="sentences"} 7',
    ])
    expect(lines).toHaveLength(current.split('\n').length + 4)
  })

  it('has the same values under both names, also those of a histogram', async () => {
    const registry = new Registry()
    const name = 'taraza_http_request_duration_seconds'
    new Histogram({ name, help: 'Time', buckets: [0.01, 1], registers: [registry] }).observe(0.02)
    const text = withFormerMetrics(await registry.metrics())
    expect(valuesOf(text, name)).toHaveLength(5)
    expect(valuesOf(text, 'taraza_http_request_seconds')).toEqual(valuesOf(text, name))
  })

  it.each([...formerNames])('is told to whoever upgrades: %s', (name, former) => {
    expect(readPackageText('docs', 'upgrading.md')).toMatch(new RegExp(`\\| \`${former}\` +\\| \`${name}\``))
  })
})
