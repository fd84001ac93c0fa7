import { Refusal, systemErrorCode } from '#foundation'

/** `changed`: there is another file, which somebody may have edited. */
export type State = 'there' | 'missing' | 'changed'

/** One thing that an installation has. Made again it stays as it is. */
export interface Step {
  /** Such as the path of a folder, with what is to be known of it. */
  readonly what: string
  /** @throws {@link Refusal} where what lies in its place is to be mended by hand */
  state(): State
  make(): void
}

export interface Making {
  readonly isDryRun: boolean
  /** Whether changed files are replaced. */
  readonly isForced: boolean
  tell(line: string): void
}

/**
 * Makes what is missing, in order. Nothing is begun where a later step would be refused.
 *
 * @throws {@link Refusal} `FILE_CHANGED` for files that somebody may have edited, and what {@link Step.state} throws
 */
export function makeMissing(steps: readonly Step[], { isDryRun, isForced, tell }: Making): void {
  const changed = steps.filter((step) => step.state() === 'changed')
  if (changed.length > 0 && !isForced) throw fileChanged(changed)
  for (const step of steps) {
    if (step.state() === 'there') tell(`there       ${step.what}`)
    else if (isDryRun) tell(`would make  ${step.what}`)
    else {
      make(step)
      tell(`made        ${step.what}`)
    }
  }
}

function make(step: Step): void {
  try {
    step.make()
  } catch (error) {
    const code = systemErrorCode(error)
    if (error instanceof Refusal || code === undefined) throw error
    const advice = `This cannot be made (${code}): ${step.what}. Run the command as root, or name another place. What was made before it stays.`
    throw new Refusal('NOT_MADE', advice, {}, { cause: error })
  }
}

function fileChanged(changed: readonly Step[]): Refusal {
  const names = changed.map(({ what }) => what).join(', ')
  const advice = `These files are not as they would be written now: ${names}. Nothing was changed. --force replaces them, and each is also left as NAME.before.`
  return new Refusal('FILE_CHANGED', advice)
}
