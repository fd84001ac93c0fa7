/**
 * The values that a message takes, and the choices of its `select`, sorted and each once: what all languages have to share.
 * Plural forms are not among them, for languages have different ones.
 */
export function partsOfMessage(message: string): readonly string[] {
  return message.includes('{') ? [...new Set(argumentsIn(message))].sort() : []
}

/** Kinds of values that say only how they are written. */
const plain = ['number', 'date', 'time']

/** Reads messages in the syntax of ICU: `{name}`, `{name, kind, …}` and `{name, select, choice {message} …}`. */
function argumentsIn(message: string): readonly string[] {
  return bracesIn(message).flatMap((inside) => {
    const [, name = '', kind, body = ''] = /^\s*([^,]*?)\s*(?:,\s*(\w+)\s*(?:,([\s\S]*))?)?$/.exec(inside) ?? []
    if (kind === undefined || plain.includes(kind)) return [name]
    const choices = kind === 'select' ? choicesIn(body).map((choice) => `${name}: ${choice}`) : []
    const isKnown = kind === 'select' || kind === 'plural' || kind === 'selectordinal'
    return [name, ...(isKnown ? [] : [`${name}, ${kind}`]), ...choices, ...bracesIn(body).flatMap(argumentsIn)]
  })
}

/** What stands in the outermost braces of a text. */
function bracesIn(text: string): readonly string[] {
  const found: string[] = []
  let [depth, from] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{' && depth++ === 0) from = at + 1
    if (text[at] === '}' && --depth === 0) found.push(text.slice(from, at))
  }
  return found
}

/** The names before the outermost braces. */
function choicesIn(body: string): readonly string[] {
  let rest = body
  for (const inside of bracesIn(body)) rest = rest.replace(`{${inside}}`, ' ')
  return rest.split(/\s+/).filter((choice) => choice !== '')
}
