import { spawn } from 'node:child_process'
import { packagePath } from '#foundation'

/**
 * Runs a night as a process of its own.
 *
 * @param killer - code that the process runs first, such as to end it at a certain moment
 * @returns its exit code, or the signal that ended it
 */
export function nightProcess(home: string, incoming: string, killer?: string): Promise<number | string | null> {
  return commandProcess(home, ['nightly', '--jurisdiction', 'kg', '--incoming', incoming], killer)
}

/** The same for any command. */
export function commandProcess(
  home: string,
  words: readonly string[],
  killer?: string,
): Promise<number | string | null> {
  const flags = killer === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(killer)}`]
  const child = spawn(process.execPath, [...flags, packagePath('dist', 'cli', 'main.js'), ...words], {
    env: { ...process.env, TARAZA_HOME: home },
    stdio: 'ignore',
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)))
}

/** Code that ends its process before a change of files in a home: 0 is the first one. The lock's are left out. */
export function killerAtChange(home: string, change: number): string {
  return `import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    let changes = 0
    for (const name of ['renameSync', 'writeFileSync', 'rmSync', 'unlinkSync', 'rmdirSync', 'mkdirSync', 'copyFileSync']) {
      const work = fs[name]
      fs[name] = (...words) => {
        const isOfHome = words.some((word) => String(word).startsWith(${JSON.stringify(`${home}/`)}))
        if (isOfHome && !String(words[0]).includes('writer.lock') && changes++ === ${change})
          process.kill(process.pid, 'SIGKILL')
        return work(...words)
      }
    }
    syncBuiltinESMExports()`
}
