import { readFileSync } from 'node:fs'
import { packagePath } from '#foundation'

/** Commands of a page, and why no test executes them. */
export interface Block {
  readonly commands: string
  readonly notExecuted: string | undefined
}

/** The blocks of shell commands on the page of the installation, between two headings. */
export function blocksOf(from: string, to: string): readonly Block[] {
  const page = readFileSync(packagePath('deploy', 'README.md'), 'utf8')
  const section = page.slice(page.indexOf(from), page.indexOf(to))
  const blocks = [...section.matchAll(/(?:<!-- not executed: ([^>]+?) -->\n\n)?```sh\n([^`]+)```/g)]
  return blocks.map(([, notExecuted, commands = '']) => ({ commands, notExecuted }))
}
