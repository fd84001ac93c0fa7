import type { EngineOptions } from '#foundation'
import type { Configuration } from '../../configuration.ts'

/** What of the machine a command may take that reads the facts. */
export function readingOptions(configuration: Configuration): EngineOptions {
  return { threads: configuration.TARAZA_DUCKDB_THREADS, memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT }
}
