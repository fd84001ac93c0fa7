/** The oldest Node that the program runs under, as package.json says. */
export const leastNode = [20, 19] as const

/** Why the program cannot run under this Node, or `undefined` where it can. */
export function unfitNode(version = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return undefined
  return `Node ${leastNode.join('.')} or newer is needed, this is ${version}.`
}
