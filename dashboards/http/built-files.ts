import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type RequestHandler } from 'express'
import { requireMethod, takes } from '#api'
import { builtPath, packagePath } from '#foundation'
import { assetFolder } from '../pages/frame/site.ts'

const oneYear = 31_536_000_000

/** Documents and notebooks as they were built: in a package they lie in the program, in a checkout beside it. */
export function builtFolder(name: 'docs' | 'notebooks'): string {
  const packed = builtPath(name)
  return existsSync(packed) ? packed : packagePath('.build', name)
}

/** Files of a folder, which are only read. One that is not there is at no address, for every method. */
export function filesIn(folder: string, options: Parameters<typeof express.static>[1] = {}): RequestHandler {
  const send = express.static(folder, options)
  return (request, response, next) => {
    const { method, path } = request
    const isThere = !path.includes('..') && existsSync(join(folder, path))
    if (isThere) requireMethod(method, ['GET', 'HEAD'])
    send(request, response, next)
  }
}

/** Scripts, styles and fonts of the pages. The address of each has a hash of its content, so it may be stored for ever. */
export function assets(): readonly RequestHandler[] {
  return [takes('v'), filesIn(assetFolder, { maxAge: oneYear, immutable: true, index: false })]
}
