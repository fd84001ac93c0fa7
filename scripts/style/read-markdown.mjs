// The texts of a Markdown document: paragraphs, headings, points of lists and cells of tables, without code.

/** Each text with the line on which it begins. */
export function readMarkdown(source) {
  const texts = []
  let isCode = false
  let current
  for (const [at, line] of source.split('\n').entries()) {
    const isFence = /^\s*(>\s*)?```/.test(line)
    if (isFence) isCode = !isCode
    if (isFence || isCode || line.trim() === '') current = undefined
    else if (/^\s*\|/.test(line)) {
      texts.push(...cellsOf(line).map((text) => ({ line: at + 1, text })))
      current = undefined
    } else if (current === undefined || /^\s*([-*]|\d+\.|#+|>) /.test(line)) {
      current = { line: at + 1, text: line.replace(/^\s*([-*]|\d+\.|#+|>) /, '') }
      texts.push(current)
      if (/^#/.test(line)) current = undefined
    } else current.text += ` ${line.trim()}`
  }
  return texts.map(({ line, text }) => ({ line, text: plain(text) }))
}

function cellsOf(row) {
  return row.split('|').filter((cell) => /[^\s:-]/.test(cell))
}

/** Code counts as one word; of a link its text counts. */
function plain(text) {
  return text
    .replace(/``.+?``|`[^`]+`/g, 'CODE')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]+>/g, '')
    .replace(/\*+|(?<!\w)_|_(?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
