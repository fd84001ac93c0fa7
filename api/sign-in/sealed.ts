import type { z } from 'zod'
import { isSigned, packed, signatureOf, unpacked } from '../access/signature.ts'

/** What a cookie holds until a time, in milliseconds since 1970. */
interface Lasting {
  readonly until: number
}

/** Seals values of one kind as texts for cookies, and opens them again. */
export interface CookieSeal<T extends Lasting> {
  seal(value: T): string
  /** `undefined` when it is absent, was not sealed here, is of another kind or is over. */
  open(text: string | undefined): T | undefined
}

/** @param key - of this kind alone: what another key has sealed is not opened */
export function sealWith<T extends Lasting>(key: Uint8Array, schema: z.ZodType<T>): CookieSeal<T> {
  return {
    seal: (value) => {
      const body = packed(value)
      return `${body}.${signatureOf([body], key)}`
    },
    open: (text = '') => {
      const [body = '', signature = '', ...more] = text.split('.')
      if (more.length > 0 || !isSigned([body], signature, key)) return undefined
      const { data } = schema.safeParse(unpacked(body))
      return data !== undefined && data.until > Date.now() ? data : undefined
    },
  }
}
