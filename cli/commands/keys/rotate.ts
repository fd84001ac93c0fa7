import { join } from 'node:path'
import { rotateSigningKey } from '#dashboards'
import { renewSecret } from '#warehouse'
import type { CommandContext, CommandModule } from '../../command-module.ts'
import { takeWriterLock } from '../../nightly/writer-lock.ts'
import { exitCodes, oneOf } from '../../output.ts'

interface RotateOptions {
  readonly compromised?: boolean
}

const keys = ['signing', 'pseudonyms', 'disclosure'] as const
type Key = (typeof keys)[number]

/**
 * Replaces the signing key at any time, the two secrets only while nothing was made with them.
 *
 * @throws {@link Refusal} `SECRET_IN_USE`, `ANOTHER_RUN`, `SIGNING_KEY`
 */
export const keysRotateCommand: CommandModule<RotateOptions, string> = {
  name: 'rotate',
  argument: { syntax: '<key>', description: keys.join(', ') },
  description: 'replace the signing key, or a secret with which nothing was made yet',
  options: [
    {
      flags: '--compromised',
      description: 'somebody else may have the signing key: files that it signed are no longer proven',
    },
  ],
  async action({ compromised = false }, context, named) {
    const { TARAZA_HOME: home } = context.configuration
    const key = oneOf('key', named, keys) as Key
    const giveBack = await takeWriterLock(home)
    try {
      if (key === 'signing') rotateSigning(home, compromised, context)
      else {
        const { fingerprint } = renewSecret(home, key)
        context.terminal.out(`The secret "${key}" is a new one (${fingerprint}). Make a backup now.\n`)
      }
      return exitCodes.done
    } finally {
      giveBack()
    }
  },
}

function rotateSigning(home: string, compromised: boolean, { terminal }: CommandContext): void {
  const publicKey = rotateSigningKey(join(home, 'signing'), new Date(), { compromised })
  const before = compromised
    ? 'Files signed with the former key are no longer proven: export them again.'
    : 'Files signed before can still be verified.'
  terminal.out(`New signing key: ${publicKey}\n${before} A running server uses it at once. Make a backup.\n`)
}
