import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CORE_SCHEMA, loadAll, YAMLException } from 'js-yaml'
import { z } from 'zod'
import { inPlainWords, nearestName, Refusal, valueAt } from '#foundation'

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

/** Every setting, with the name of its environment variable; `taraza.yaml` has the same names in lower case. */
const configurationSchema = z.object({
  TARAZA_HOME: z
    .string()
    .min(1)
    .default('.taraza')
    .transform((path) => resolve(path)),
  PORT: whole(0, 65_535).default(8080),
  TARAZA_HOST: z.string().min(1).default('127.0.0.1'),
  TARAZA_OPERATOR_PORT: whole(0, 65_535).optional(),
  TARAZA_ARCHIVE_DAYS: whole(1, 36_500).default(1095),
  TARAZA_AUDIT_DAYS: whole(30, 36_500).default(1825),
  TARAZA_REPORT_DAYS: whole(30, 36_500).default(1095),
  TARAZA_ACCESS_DAYS: whole(1, 36_500).default(365),
  TARAZA_THREADS: whole(1, 256).default(2),
  TARAZA_MEMORY: z
    .string()
    .regex(/^\d+(\.\d+)?(MB|GB)$/, 'such as 2GB')
    .default('2GB'),
  TARAZA_DEADLINE_MS: whole(10, 600_000).default(30_000),
  TARAZA_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TARAZA_TRUSTED_PROXIES: whole(0, 10).default(0),
  TARAZA_COST_PER_MINUTE: whole(10, 100_000_000).optional(),
  /** The limit as it was counted before costs were: see {@link costPerMinute}. */
  TARAZA_REQUESTS_PER_MINUTE: whole(1, 1_000_000).optional(),
  TARAZA_CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((origin) => origin !== '')),
  TARAZA_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  TARAZA_OIDC_CLIENT_ID: z.string().min(1).default('taraza'),
  TARAZA_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  TARAZA_OIDC_ROLE_CLAIM: z.string().min(1).default('taraza_role'),
  TARAZA_SESSIONS: z
    .string()
    .min(1)
    .transform((path) => resolve(path))
    .optional(),
  TARAZA_INTERNAL_KEY: z.string().min(32, 'it needs 32 letters or more').optional(),
  TARAZA_RESTRICTED_URL: z.url({ protocol: /^https?$/ }).optional(),
  TARAZA_RESTRICTED_HOST: z.string().min(1).optional(),
  TARAZA_SECURITY_CONTACT: z
    .string()
    .regex(/^(https|mailto):\S+$/, 'such as mailto:security@example.org')
    .optional(),
  TARAZA_PROCESSES: whole(1, 64).default(1),
  TARAZA_CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).optional(),
  TARAZA_CLICKHOUSE_CLUSTER: z.string().regex(/^\w+$/, 'letters, digits and _').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

export type Configuration = z.output<typeof configurationSchema>

/** The folder with the list of sessions. */
export function sessionsFolder({ TARAZA_HOME, TARAZA_SESSIONS }: Configuration): string {
  return TARAZA_SESSIONS ?? join(TARAZA_HOME, 'access', 'sessions')
}

const defaultCostPerMinute = 60_000
/** What a request counts for whose number is set instead of the cost. */
const costOfRequest = 50

/** Milliseconds of CPU time a minute that requests of one asker may take. */
export function costPerMinute({ TARAZA_COST_PER_MINUTE, TARAZA_REQUESTS_PER_MINUTE }: Configuration): number {
  if (TARAZA_COST_PER_MINUTE !== undefined || TARAZA_REQUESTS_PER_MINUTE === undefined)
    return TARAZA_COST_PER_MINUTE ?? defaultCostPerMinute
  return TARAZA_REQUESTS_PER_MINUTE * costOfRequest
}

/** The engine for facts that outgrow one machine, where there is one. */
export function clickhouseOf({ TARAZA_CLICKHOUSE_URL: url, TARAZA_CLICKHOUSE_CLUSTER: cluster }: Configuration) {
  return url === undefined ? undefined : { url, cluster }
}

/** Reads the settings: the environment wins over `taraza.yaml`. @throws {@link Refusal} `BAD_CONFIGURATION` */
export function readConfiguration(environment: NodeJS.ProcessEnv = process.env): Configuration {
  requireSpelled(environment)
  const settings = { ...fromFile('taraza.yaml'), ...environment }
  const checked = configurationSchema.safeParse(settings)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  const wrong = issue && inPlainWords(issue, valueAt(settings, issue.path))
  const message = `The setting ${issue?.path.join('.')} cannot be used: ${wrong}. docs/configuration.md lists all settings.`
  throw new Refusal('BAD_CONFIGURATION', message, { parameter: String(issue?.path[0] ?? '') })
}

/** Variables of the same prefix that are no settings: of tests and measurements, and of the client. */
const othersOfPrefix = /^TARAZA_(TEST|URL|MUTANTS|FREEZE|WRITE_ANSWERS|BENCH_\w+)$/
/** Kubernetes sets such variables for a service that is called taraza. */
const ofKubernetes = /^TARAZA_(SERVICE_(HOST|PORT)\w*|PORT_\d+_\w+)$|^tcp:/

/** A mistyped setting would leave its default in force without a word. @throws {@link Refusal} `BAD_CONFIGURATION` */
function requireSpelled(environment: NodeJS.ProcessEnv): void {
  const settings = Object.keys(configurationSchema.shape)
  for (const [name, value = ''] of Object.entries(environment)) {
    const isKnown = !name.startsWith('TARAZA_') || settings.includes(name) || othersOfPrefix.test(name)
    if (isKnown || ofKubernetes.test(name) || ofKubernetes.test(value)) continue
    const meant = settings.find((setting) => name === `TARAZA_${setting}`) ?? nearestName(name, settings)
    const advice = meant === undefined ? 'Remove it.' : `Did you mean ${meant}?`
    const message = `There is no setting ${name}. ${advice} docs/configuration.md lists all settings.`
    throw new Refusal('BAD_CONFIGURATION', message, { parameter: name, allowed: settings })
  }
}

function fromFile(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {}
  const settings = settingsIn(path)
  const unknown = Object.keys(settings).find((name) => !Object.hasOwn(configurationSchema.shape, name.toUpperCase()))
  if (unknown !== undefined) {
    throw new Refusal('BAD_CONFIGURATION', `taraza.yaml has the unknown setting "${unknown}".`, {
      file: path,
      allowed: Object.keys(configurationSchema.shape),
    })
  }
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name.toUpperCase(), value]))
}

function settingsIn(path: string): Record<string, unknown> {
  try {
    const [settings] = loadAll(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA })
    return (settings ?? {}) as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const message = `taraza.yaml cannot be read: ${error.reason}. Correct it; docs/configuration.md lists all settings.`
    throw new Refusal('BAD_CONFIGURATION', message, { file: path, line: (error.mark?.line ?? 0) + 1 }, { cause: error })
  }
}
