import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { marked, type Token } from 'marked'
import { Refusal } from '#foundation'
import type { Language } from '#jurisdictions'
import { type PackContent, readPackContent } from './pack-content.ts'

const largestText = 20_000

/** What the pack holds: the file of the committee's secretary, or ours. */
export function packContentIn(folder: string): PackContent {
  const own = join(folder, 'pack.yaml')
  return existsSync(own) ? readPackContent(own) : readPackContent()
}

/**
 * Paragraphs that people wrote for a section of a quarter, in `{quarter}/{section}.{language}.md`: plain texts, without
 * pictures and links.
 *
 * @throws {@link Refusal} `TEXT_TOO_LONG`
 */
export function ownParagraphs(folder: string, quarter: string, section: string, language: Language): readonly string[] {
  const name = `${section}.${language}.md`
  const path = join(folder, quarter, name)
  if (!existsSync(path)) return []
  if (statSync(path).size > largestText)
    throw new Refusal('TEXT_TOO_LONG', `Shorten ${name}: a text of the pack has at most ${largestText} bytes.`, {
      file: name,
    })
  return marked.lexer(readFileSync(path, 'utf8')).flatMap(paragraphsIn)
}

function paragraphsIn(token: Token): readonly string[] {
  if (token.type === 'list')
    return (token as { items: readonly { tokens: Token[] }[] }).items.map((item) => `• ${wordsOf(item.tokens)}`)
  const words = 'tokens' in token && token.tokens !== undefined ? wordsOf(token.tokens) : ''
  return words === '' ? [] : [words]
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens.map(plain).join('').replaceAll(/\s+/g, ' ').trim()
}

function plain(token: Token): string {
  if ('tokens' in token && token.tokens !== undefined) return token.tokens.map(plain).join('')
  return 'text' in token ? String(token.text) : ' '
}
