import { Transform } from 'node:stream'

/** A step of a pipeline that looks at every chunk and passes it on. */
export function tap(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      try {
        look(chunk)
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
  })
}
