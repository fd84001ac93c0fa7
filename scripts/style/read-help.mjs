// The descriptions in cli/help.json, whose lines are wrapped for terminals.

export function readHelp(source) {
  return Object.entries(JSON.parse(source)).flatMap(([command, help]) =>
    descriptionsOf(help).map((text) => ({ place: command || 'taraza', text, language: 'en' })),
  )
}

function descriptionsOf(help) {
  const texts = []
  let isOpen = false
  for (const line of help.split('\n')) {
    const [, described] = line.match(/^ {2}\S.*? {2,}(\S.*)$/) ?? []
    const isContinued = isOpen && /^( {12,})?\S/.test(line)
    const text = described ?? line.trim()
    if (described === undefined && isContinued) texts.push(`${texts.pop()} ${text}`)
    else if (text !== '' && !/^(Usage|Options|Commands|Arguments):/.test(line)) texts.push(text)
    isOpen = text !== '' && !/:$/.test(line)
  }
  return texts
}
