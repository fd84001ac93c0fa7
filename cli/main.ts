import cluster from 'node:cluster'
import { processTerminal } from './output.ts'
import { runCommandLine } from './program.ts'

process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal)
// One of several processes would be kept alive by the first one, however its command ended.
cluster.worker?.disconnect()
