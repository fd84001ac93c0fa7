// Loaded into a server that is measured: tells on SIGUSR2 the longest time in which its event loop did
// nothing else since it told before.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolution = 5
const delays = monitorEventLoopDelay({ resolution })
// Starting is no load: what is watched begins a little later.
setTimeout(() => delays.enable(), 3000).unref()
process.on('SIGUSR2', () => {
  process.stdout.write(`longest stop ${(delays.max / 1e6 - resolution).toFixed(1)}\n`)
  delays.reset()
})
