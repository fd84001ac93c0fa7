import { describe, expect, it } from 'vitest'
import { addressAt, restrictedOrigin } from './restricted-address.ts'

const origin = 'http://127.0.0.1:9091'

describe('the address of the restricted process', () => {
  it.each(['http://127.0.0.1:9091', 'http://localhost:9091/', 'http://[::1]:9091', 'http://127.3.2.1'])(
    'may be %s',
    (url) => {
      expect(restrictedOrigin({ url })).toBe(url.replace(/\/$/, ''))
    },
  )

  it.each([
    'http://10.0.0.1:9091',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'https://127.0.0.1:9091',
    'file:///etc/passwd',
    'http://user:word@127.0.0.1:9091',
    'http://127.0.0.1:9091/path',
    'http://127.0.0.1:9091/?a=b',
    'http://127.0.0.1:9091/#a',
    'nonsense',
    '',
  ])('may not be %j', (url) => {
    expect(() => restrictedOrigin({ url })).toThrow(expect.objectContaining({ code: 'BAD_CONFIGURATION' }))
  })

  it('may be another host when that one is named, and no third one', () => {
    expect(restrictedOrigin({ url: 'https://tunnel.internal:9091', host: 'tunnel.internal' })).toContain('tunnel')
    expect(restrictedOrigin({ url: 'http://Tunnel.internal:9091', host: 'Tunnel.internal' })).toContain('tunnel')
    for (const url of ['http://other.internal:9091', 'ftp://tunnel.internal', 'http://tunnel.internal/path'])
      expect(() => restrictedOrigin({ url, host: 'tunnel.internal' })).toThrow(/TARAZA_RESTRICTED_HOST/)
  })
})

describe('an address at the restricted process', () => {
  it('has the query that was read, written anew', () => {
    const query = { measure: 'persons', by: ['year', 'sex'], purpose: 'a&b=c #?' }
    expect(addressAt(origin, '/v1/data/sentences', query).href).toBe(
      `${origin}/v1/data/sentences?measure=persons&by=year&by=sex&purpose=a%26b%3Dc+%23%3F`,
    )
  })

  it('stays at its origin, whatever the path', () => {
    for (const path of ['http://else.example/x', '/../x', '/a?b', '/a\\b', 'a', '@else.example', ':80/'])
      expect(() => addressAt(origin, path, {}), path).toThrow('no path')
    expect(addressAt(origin, '//else.example/x', {}).host).toBe('127.0.0.1:9091')
  })
})
