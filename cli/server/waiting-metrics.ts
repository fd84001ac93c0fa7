import { join } from 'node:path'
import { quarantineFiles } from '#ingest'
import { Outbox } from '../notify/outbox.ts'

/** What of a home waits for somebody, in the text format of Prometheus. */
export function waitingMetrics(home: string): string {
  const extracts = quarantineFiles(join(home, 'quarantine')).length
  return [
    gauge('taraza_quarantine_waiting_extracts', 'Extracts of which rows are quarantined', extracts),
    gauge('taraza_messages_waiting', 'Messages about runs that could not be sent so far', new Outbox(home).size),
  ].join('')
}

function gauge(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`
}
