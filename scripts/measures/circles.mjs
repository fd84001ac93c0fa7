// Circles among files and folders that import each other.
import { dirname } from 'node:path'

/** Groups of files each of which leads to all others of its group. */
export function circlesOf(imports) {
  const [numbers, low, path, onPath, circles] = [new Map(), new Map(), [], new Set(), []]
  const visit = (file) => {
    numbers.set(file, numbers.size)
    low.set(file, numbers.get(file))
    path.push(file)
    onPath.add(file)
    for (const next of imports.get(file) ?? []) {
      if (!numbers.has(next)) visit(next)
      if (onPath.has(next)) low.set(file, Math.min(low.get(file), low.get(next)))
    }
    if (low.get(file) !== numbers.get(file)) return
    const circle = path.splice(path.indexOf(file))
    for (const one of circle) onPath.delete(one)
    if (circle.length > 1) circles.push(circle)
  }
  for (const file of imports.keys()) if (!numbers.has(file)) visit(file)
  return circles
}

/** Folders that import each other, whichever of their files do. */
export function pairsBothWays(imports) {
  const between = new Set()
  for (const [file, targets] of imports)
    for (const target of targets)
      if (dirname(file) !== dirname(target)) between.add(`${dirname(file)} ${dirname(target)}`)
  return [...between]
    .map((one) => one.split(' '))
    .filter(([one, other]) => one < other && between.has(`${other} ${one}`))
}
