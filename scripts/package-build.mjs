// npm pack: in a package the program lies in the folder dist, which is a link in a checkout. "prepack" makes the folder, "postpack"
// the link again. Only what a process loads is in it: modules were joined by bundle.mjs.
import { cpSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, parts } from './builder.mjs'
import { ensureInstalled } from './ensure-installed.mjs'
import { inOneSentence } from './in-one-sentence.mjs'

const loaded = ['package.json', 'cli/main.js', 'chunks', 'started', 'browser', 'fonts']

/** Lays what a package has of the program, the documents and the notebooks into a folder. */
export function layOutPackage(folder) {
  for (const name of loaded)
    cpSync(join(realpathSync(parts.program.link), name), join(folder, name), { recursive: true })
  for (const name of ['docs', 'notebooks'])
    cpSync(realpathSync(parts[name].link), join(folder, name), { recursive: true })
}

function pack() {
  const { link } = parts.program
  const draft = `${link}.${process.pid}.new`
  layOutPackage(draft)
  rmSync(link)
  renameSync(draft, link)
}

if (process.argv[1] === import.meta.filename)
  await inOneSentence(async () => {
    await ensureInstalled()
    for (const name of Object.keys(parts)) await ensureBuilt(name)
    if (process.argv[2] === 'prepack') pack()
  })
