import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { tooLong } from '../table/too-long.ts'
import { piecesOf } from './first-bytes.ts'

const [carriageReturn, lineFeed] = [13, 10]
const mark = Buffer.from('\ufeff')
/** The engine drops what is longer than its buffers without a word. */
const longestLine = 4 * 2 ** 20

/**
 * Gives a UTF-8 text one kind of line end and takes byte order marks off the beginnings of its lines: files that were
 * joined or written by two programs have both. A text without them stays as it is.
 *
 * @returns the path of the tidy text
 * @throws {@link Refusal} `FIELD_TOO_LONG` when something is far too long for a line
 */
export async function tidyText(path: string, file: string): Promise<string> {
  if (await isTidy(path, file)) return path
  const target = `${path}.tidy`
  await pipeline(
    createReadStream(path, piecesOf(statSync(path).size)),
    tidier(),
    createWriteStream(target, { mode: 0o600 }),
  )
  return target
}

async function isTidy(path: string, file: string): Promise<boolean> {
  let [unended, isMarked] = [0, false]
  const seen = { returns: 0, feeds: 0, pairs: 0 }
  let previous: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, piecesOf(statSync(path).size)) as AsyncIterable<Buffer>) {
    const end = Math.max(chunk.lastIndexOf(lineFeed), chunk.lastIndexOf(carriageReturn))
    unended = end < 0 ? unended + chunk.length : chunk.length - end
    if (unended > longestLine) throw tooLong(file)
    if (chunk.includes(mark) || Buffer.concat([previous.subarray(-2), chunk.subarray(0, 2)]).includes(mark))
      isMarked = true
    if (seen.returns > 0 || chunk.includes(carriageReturn)) countLineEnds(chunk, previous.at(-1), seen)
    else seen.feeds += Number(chunk.includes(lineFeed))
    previous = chunk
  }
  return !isMarked && (seen.returns === 0 || (seen.returns === seen.pairs && seen.feeds === seen.pairs))
}

/** Until the first carriage return it only matters whether there was a line feed. */
function countLineEnds(
  chunk: Buffer,
  before: number | undefined,
  seen: { returns: number; feeds: number; pairs: number },
): void {
  for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) {
    seen.feeds++
    if ((at === 0 ? before : chunk[at - 1]) === carriageReturn) seen.pairs++
  }
  for (let at = chunk.indexOf(carriageReturn); at >= 0; at = chunk.indexOf(carriageReturn, at + 1)) seen.returns++
}

function tidier(): Transform {
  let rest = ''
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const text = rest + chunk.toString('latin1')
      const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r', text.length - 2)) + 1
      const cut = text.length - end > longestLine ? text.length : end
      rest = text.slice(cut)
      done(null, Buffer.from(tidied(text.slice(0, cut)), 'latin1'))
    },
    flush(done) {
      done(null, Buffer.from(tidied(rest), 'latin1'))
    },
  })
}

/** Bytes as characters: the mark is three of them. */
function tidied(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/(^|\n)(?:\u00ef\u00bb\u00bf)+/g, '$1')
}
