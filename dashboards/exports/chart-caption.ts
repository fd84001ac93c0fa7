import { type Chart, colours } from '../charts/index.ts'
import { aboutAnswer } from '../pages/frame/about-answer.ts'
import type { BoardContext, LoadedPanel } from '../panels/board-context.ts'
import { titleOf } from '../panels/title-of.ts'

export const imageWidth = 720
const [captionHeight, lineHeight, lineLength] = [80, 15, 100]

/** What has to be said beside figures goes into the picture, where nobody can leave it out. */
export function captioned({ spec, ...chart }: Chart, title: string, lines: readonly string[]): Chart {
  const subtitle = lines.filter((line) => line !== '').flatMap(wrapped)
  const caption = {
    text: wrapped(title),
    subtitle,
    anchor: 'start',
    fontSize: 16,
    subtitleFontSize: 11,
    subtitleColor: colours.quiet,
    color: colours.text,
    offset: 12,
  }
  const height = spec.height + captionHeight + subtitle.length * lineHeight
  return {
    ...chart,
    spec: { ...spec, title: caption, width: imageWidth, height, padding: 16 },
  }
}

/** The chart of a panel with its title, filters, unit, source, release and notices. */
export function imageSpec(chart: Chart, loaded: LoadedPanel, context: BoardContext): Chart {
  const { answer, sentences } = loaded
  return captioned(chart, titleOf(loaded, context), [
    ...sentences.slice(0, 1),
    ...(answer === undefined ? [] : aboutAnswer(answer, context)),
    context.t('protected_note'),
  ])
}

/** Lines of a picture do not break by themselves. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= lineLength) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
