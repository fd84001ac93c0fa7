import { closeSync, openSync, readSync } from 'node:fs'

/** Bytes at the beginning of a file in which its names are sought. */
const headBytes = 4096
/** Bytes before the first part that is there in some files only, and the bits that say which are. */
const [fixedBytes, hasExtra, hasName, hasComment] = [10, 4, 8, 16]

/** The name of the file inside and its comment, as the header of a gzip file keeps them (RFC 1952); none where it has none. */
export function namesInGzip(path: string): readonly string[] {
  const head = beginning(path)
  const flags = head[3] ?? 0
  let at = fixedBytes
  if (flags & hasExtra) at += 2 + (head[at] ?? 0) + 256 * (head[at + 1] ?? 0)
  return [hasName, hasComment].flatMap((bit) => {
    if (!(flags & bit)) return []
    const end = head.indexOf(0, at)
    const text = head.subarray(at, end < 0 ? head.length : end)
    at += text.length + 1
    return [text.toString('utf8')]
  })
}

function beginning(path: string): Buffer {
  const handle = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(headBytes)
    return bytes.subarray(0, readSync(handle, bytes, 0, headBytes, 0))
  } finally {
    closeSync(handle)
  }
}
