import type { ReleaseManifest } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'

interface ClaimsProps {
  readonly cube: ReleaseManifest['cubes'][string]
  readonly t: Translate
  readonly figures: FigureWriter
  /** The name of a dimension in the language of the page. */
  readonly labelOf: (dimension: string) => string
}

/** What a single cell is worth, and how often claims on single people are right. Releases of earlier versions say less. */
export function Claims({ cube: { claims, realThrees }, t, figures, labelOf }: ClaimsProps) {
  const textOf = ({ answer, right, worst, atMost }: (typeof claims)[number]) => {
    if (right === null) return t('methods_claims_few')
    const shares = { right: figures.wholePercent(right), most: figures.wholePercent(atMost) }
    if (worst === undefined || worst === null) return t('methods_claims', shares)
    const named = answer.split(' and ').map(labelOf).join(', ')
    return t('methods_claims_chosen', { ...shares, answer: named, worst: figures.wholePercent(worst) })
  }
  const lines = new Set(claims.map(textOf))
  return (
    <>
      {realThrees !== undefined && <p>{t('methods_real_threes', { share: figures.wholePercent(realThrees) })}</p>}
      {[...lines].map((line) => (
        <p key={line}>{line}</p>
      ))}
    </>
  )
}
