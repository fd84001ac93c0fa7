import { signingRegisterText } from '#api'
import { type SigningKey, signingKeyIn } from './signing-key.ts'

/**
 * The signing key of an installation, for a process that runs on: read again as soon as a key was replaced or revoked.
 *
 * @returns a function that throws as {@link signingKeyIn} does
 */
export function installedKey(folder: string): () => SigningKey {
  let known: { readonly key: SigningKey; readonly register: string } | undefined
  return () => {
    const register = signingRegisterText(folder)
    if (known?.register !== register) known = { key: signingKeyIn(folder), register }
    return known.key
  }
}
