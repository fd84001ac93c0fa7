import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { systemErrorCode } from '../refusal/refusal.ts'
import { fault, requireNoFaults } from './fault.ts'

/**
 * Reads a text file of the configuration. A byte order mark is taken off.
 *
 * @param code - by which faults of this kind of file are told
 * @throws {@link Refusal} with this code: for the first line that is not written in UTF-8, or for what cannot be read at all
 */
export function readUtf8(path: string, code: string): string {
  const bytes = readBytes(path, code)
  if (isUtf8(bytes)) return bytes.toString('utf8').replace(/^\ufeff/, '')
  const advice = 'the letters of this line are not in UTF-8: save the file as UTF-8 ("CSV UTF-8" in a spreadsheet)'
  requireNoFaults([fault({ code, file: path, line: firstOtherLine(bytes) }, advice)])
  return ''
}

function readBytes(path: string, code: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const advice = unreadable[systemErrorCode(error) ?? '']
    if (advice !== undefined) requireNoFaults([fault({ code, file: path }, advice)])
    throw error
  }
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'this file does not exist: make it, or name another one',
  ENOTDIR: 'this file does not exist: a part of its path is no folder',
  EISDIR: 'this is a folder: put a file here',
  EACCES: 'this file may not be read: give this user the right to read it',
  ELOOP: 'this link leads to itself: put a file here',
}

function firstOtherLine(bytes: Buffer): number {
  let line = 1
  for (let at = 0; at < bytes.length; line++) {
    const end = bytes.indexOf(10, at)
    const next = end < 0 ? bytes.length : end + 1
    if (!isUtf8(bytes.subarray(at, next))) break
    at = next
  }
  return line
}
