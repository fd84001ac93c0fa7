/** The oldest Node that the program runs under, as package.json says. */
export const minNode = [20, 19] as const

/** Why the program cannot run under this Node, or `undefined` where it can. */
export function unfitNode(version = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > minNode[0] || (major === minNode[0] && minor >= minNode[1])) return undefined
  return `Node ${minNode.join('.')} or newer is needed, this is ${version}.`
}
