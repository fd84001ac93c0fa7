const validDays = 180

/**
 * To whom weaknesses are reported.
 *
 * @param contact - an address that begins with `https:` or `mailto:`
 * @param publicUrl - under which readers reach this server; empty where it is not known
 * @see RFC 9116
 */
export function securityText(contact: string, publicUrl: string, now: Date): string {
  const expires = new Date(now.getTime() + validDays * 86_400_000).toISOString()
  const canonical = publicUrl === '' ? [] : [`Canonical: ${publicUrl}/.well-known/security.txt`]
  return [`Contact: ${contact}`, `Expires: ${expires}`, 'Preferred-Languages: ky, ru, en', ...canonical, ''].join('\n')
}
