export { processTerminal } from './output.ts'
export { runCommandLine } from './program.ts'
