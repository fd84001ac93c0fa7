/**
 * Who has a budget: the person and not the token. A token is renewed every year, and one person may have several; their names tell whose
 * they are.
 *
 * @param who - as whoever asks is named, such as `token:7:Ann` or `oidc:Ann`
 */
export function budgetHolder(who: string): string {
  return who.replace(/^token:[^:]*:/, 'token:')
}
