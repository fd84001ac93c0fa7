import cluster from 'node:cluster'
import { unfitNode } from './require-node.ts'

// Whoever reads the output may stop early, such as `head`: the command goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// Everything else is loaded after that: an older Node could not even read it.
const unfit = unfitNode()
if (unfit === undefined) {
  const [{ processTerminal }, { runCommandLine }] = await Promise.all([import('./output.ts'), import('./program.ts')])
  process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal)
} else {
  process.stderr.write(`${unfit}\n`)
  process.exitCode = 1
}
// A process would be kept alive by the one that started it, however its command ended.
if (cluster.worker === undefined) process.channel?.unref()
else cluster.worker.disconnect()
