// The rules of docs/style.md that a program can check. Each finds what is wrong in one text.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { parse } from 'yaml'
import { root } from '../ensure-installed.mjs'

const { words, numbers, unchanged } = parse(readFileSync(join(root, 'docs', 'style', 'words.yaml'), 'utf8'))
const maxWords = 25
const patterns = words.map(({ wrong, right, except }) => ({
  wrong: wordPattern(wrong),
  right,
  except: except === undefined ? undefined : wordPattern(except),
}))

/** What is wrong in a text: the rule, and the words that break it. */
export function faultsOf({ text, language, isMessage = false }) {
  const { longest, all } = isMessage ? variantsOf(text) : { longest: text, all: text }
  return [
    ...longSentences(longest).map((detail) => ({ rule: 'long sentence', detail })),
    ...(language === 'en' ? wordings(all).map((detail) => ({ rule: 'wording', detail })) : []),
    ...withoutPlural(all, language).map((detail) => ({ rule: 'no plural form', detail })),
  ]
}

function longSentences(text) {
  return sentencesOf(text)
    .filter((sentence) => wordsIn(sentence) > maxWords)
    .map((sentence) => `${wordsIn(sentence)} words: ${sentence}`)
}

function sentencesOf(text) {
  return text.split(/(?<=[.!?…]["”»)]*)\s+(?=["“«(]*[\p{Lu}\d{])/u)
}

function wordsIn(sentence) {
  return sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}{]/u.test(word)).length
}

/** A wording counts once a sentence. */
function wordings(text) {
  return sentencesOf(text).flatMap((sentence) =>
    patterns.flatMap(({ wrong, right, except }) => {
      const found = (except === undefined ? sentence : sentence.replace(except, '')).match(wrong)
      return found === null ? [] : [`“${found[0]}” (better: ${right}): ${sentence}`]
    }),
  )
}

/** A number as a plain placeholder before a word that would change with it. Kyrgyz words do not change. */
function withoutPlural(text, language) {
  const usual = unchanged[language]
  if (usual === undefined) return []
  return [...text.matchAll(/\{(\w+)\}[ \u00a0](\p{Ll}+)/gu)]
    .filter(([, name, word]) => numbers.includes(name) && !usual.includes(word))
    .map(([found]) => `${found}: ${text}`)
}

/** An ICU message with the longest of each choice, and with all of them. */
function variantsOf(message) {
  const parts = new IntlMessageFormat(message, 'en').getAst()
  return {
    longest: written(parts, (choices) => longestOf(choices)),
    all: written(parts, (choices) => choices.join(' ')),
  }
}

function written(parts, chosen) {
  return parts
    .map((part) => {
      if (part.options) return chosen(Object.values(part.options).map(({ value }) => written(value, chosen)))
      if (part.type === 0) return part.value
      return part.type === 7 ? '#' : `{${part.value}}`
    })
    .join('')
}

function longestOf(texts) {
  return texts.reduce((longest, text) => (wordsIn(text) > wordsIn(longest) ? text : longest))
}

function wordPattern(source) {
  return new RegExp(`(?<![\\w-])(${source})(?![\\w-])`, 'gi')
}

/** Placeholders that a text has and its translation has not, or the other way round. */
export function unequalPlaceholders(texts) {
  const [first, ...others] = texts.map(({ text }) => placeholdersIn(text))
  return others.every((names) => names === first) ? [] : [{ rule: 'unequal placeholders', detail: texts[0].text }]
}

function placeholdersIn(text) {
  return [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].sort().join()
}
