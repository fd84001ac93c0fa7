import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type Fault, fault, formerly, inPlainWords, nearestName, requireNoFaults } from '#foundation'
import { channelNeeds, channelSettings, wholePath } from './channel-settings.ts'
import { renamedSettings, underCurrentNames } from './renamed-settings.ts'
import { ofEnvironment, type Settings, settingsOfEnvironment, settingsOfFile } from './settings-file.ts'

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

/** With less the engine cannot answer a single question. */
const minMegabytes = 100
const isEnoughMemory = (size: string) => Number.parseFloat(size) * (size.endsWith('GB') ? 1000 : 1) >= minMegabytes

/** Pages link to each other from the root of an origin: under a path none of them would be found. */
const isOrigin = (text: string) =>
  /^https?:/i.test(text) && URL.canParse(text) && new URL(text).href === `${new URL(text).origin}/`
const origin = z
  .string()
  .refine(isOrigin, 'write an address such as https://example.org, without a path')
  .transform((text) => new URL(text).origin)

/**
 * Every setting, with the name of its environment variable; `taraza.yaml` has the same names in lower case. The name before a
 * renaming is `formerly`: it is accepted for one version, with a warning.
 */
const configurationSchema = z.object({
  TARAZA_HOME: wholePath.default(() => resolve('.taraza')),
  TARAZA_INCOMING: wholePath.optional(),
  TARAZA_JURISDICTIONS: wholePath.optional(),
  PORT: whole(0, 65_535).default(8080),
  TARAZA_HOST: z.string().min(1).default('127.0.0.1'),
  TARAZA_OPERATOR_PORT: whole(0, 65_535).optional(),
  TARAZA_ARCHIVE_DAYS: whole(1, 36_500).default(1095),
  TARAZA_AUDIT_DAYS: whole(30, 36_500).default(1825),
  TARAZA_REPORT_DAYS: whole(30, 36_500).default(1095),
  TARAZA_TOKEN_DAYS: formerly('TARAZA_ACCESS_DAYS', whole(1, 36_500).default(365)),
  TARAZA_DUCKDB_THREADS: formerly('TARAZA_THREADS', whole(1, 256).default(2)),
  TARAZA_DUCKDB_MEMORY_LIMIT: formerly(
    'TARAZA_MEMORY',
    z
      .string()
      .regex(/^\d+(\.\d+)?(MB|GB)$/, { error: 'write a size such as 2GB', abort: true })
      .refine(isEnoughMemory, `write ${minMegabytes}MB or more`)
      .default('2GB'),
  ),
  TARAZA_QUERY_TIMEOUT_MS: formerly('TARAZA_DEADLINE_MS', whole(10, 600_000).default(30_000)),
  TARAZA_PUBLIC_URL: origin.optional(),
  TARAZA_TRUSTED_PROXIES: whole(0, 10).default(0),
  TARAZA_COST_PER_MINUTE: whole(10, 100_000_000).optional(),
  /** The limit as it was counted before costs were, for one version: see {@link costPerMinute}. */
  TARAZA_REQUESTS_PER_MINUTE: whole(1, 1_000_000).optional(),
  TARAZA_CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .pipe(z.array(origin)),
  TARAZA_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  TARAZA_OIDC_CLIENT_ID: z.string().min(1).default('taraza'),
  TARAZA_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  TARAZA_OIDC_ROLE_CLAIM: z.string().min(1).default('taraza_role'),
  TARAZA_SESSIONS_DIR: formerly('TARAZA_SESSIONS', wholePath.optional()),
  TARAZA_INTERNAL_SECRET: formerly('TARAZA_INTERNAL_KEY', z.string().min(32, 'it needs 32 letters or more').optional()),
  TARAZA_RESTRICTED_URL: z.url({ protocol: /^https?$/ }).optional(),
  TARAZA_RESTRICTED_HOST: z.string().min(1).optional(),
  TARAZA_SECURITY_CONTACT: z
    .string()
    .regex(/^(https|mailto):\S+$/, 'such as mailto:security@example.org')
    .optional(),
  TARAZA_WORKERS: formerly('TARAZA_PROCESSES', whole(1, 64).default(1)),
  TARAZA_BACKUP_DIR: wholePath.optional(),
  TARAZA_BACKUP_KEEP: whole(1, 100_000).optional(),
  TARAZA_CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).optional(),
  TARAZA_CLICKHOUSE_CLUSTER: z.string().regex(/^\w+$/, 'letters, digits and _').optional(),
  ...channelSettings,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

export type Configuration = z.output<typeof configurationSchema>

/** The folder with the list of sessions. */
export function sessionsFolder({ TARAZA_HOME, TARAZA_SESSIONS_DIR }: Configuration): string {
  return TARAZA_SESSIONS_DIR ?? join(TARAZA_HOME, 'access', 'sessions')
}

/** The folder in which senders lay down extracts. */
export function incomingFolder({ TARAZA_HOME, TARAZA_INCOMING }: Configuration): string {
  return TARAZA_INCOMING ?? join(TARAZA_HOME, 'incoming')
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

const renames = renamedSettings(configurationSchema.shape)
const settingNames = Object.keys(configurationSchema.shape)
const code = 'BAD_CONFIGURATION'

/**
 * Reads the settings: the environment wins over `taraza.yaml`. `warn` is called for each setting under its former name.
 *
 * @throws {@link Refusal} `BAD_CONFIGURATION` with all faults
 */
export function readConfiguration(
  environment: NodeJS.ProcessEnv = process.env,
  warn: (warning: string) => void = () => {},
  path = 'taraza.yaml',
): Configuration {
  const given = settingsOfEnvironment(environment)
  const faults: Fault[] = [...misspelled(given)]
  const file = settingsOfFile(path, settingNames, renames.keys(), faults)
  const settings = new Map([file, given].flatMap((source) => [...underCurrentNames(source, renames, warn, faults)]))
  const checked = configurationSchema.safeParse(
    Object.fromEntries([...settings].map(([name, { value }]) => [name, value])),
  )
  faults.push(
    ...(checked.error?.issues ?? []).map((issue) => unfit(issue, settings)),
    ...samePorts(checked.data),
    ...halfChannels(settings),
  )
  requireNoFaults(faults)
  const configuration = checked.data as Configuration
  if (configuration.TARAZA_REQUESTS_PER_MINUTE !== undefined) warn(countedRequests(configuration))
  return configuration
}

function samePorts({ PORT = 0, TARAZA_OPERATOR_PORT }: Partial<Configuration> = {}): readonly Fault[] {
  if (PORT === 0 || PORT !== TARAZA_OPERATOR_PORT) return []
  const message = `PORT and TARAZA_OPERATOR_PORT are both ${PORT}: readers and analysts need a port each.`
  return [fault({ code, file: ofEnvironment }, message)]
}

/** A channel of which a part is missing would tell nobody. */
function halfChannels(settings: Settings): readonly Fault[] {
  return channelNeeds.flatMap(([name, needed]) => {
    if (!settings.has(name) || settings.has(needed)) return []
    return [
      fault({ code, file: ofEnvironment, ...settings.get(name)?.place }, `The setting ${name} needs ${needed} too.`),
    ]
  })
}

/** The settings by which others learn what became of a night. */
export type Channels = Pick<Configuration, 'TARAZA_HOME' | 'TARAZA_OPERATOR_PORT' | keyof typeof channelSettings>

/**
 * Those settings alone: a fault in others silences nobody.
 *
 * @throws {@link Refusal} `BAD_CONFIGURATION` when they cannot be used themselves
 */
export function readChannels(environment: NodeJS.ProcessEnv = process.env, path = 'taraza.yaml'): Channels {
  const schema = configurationSchema.pick({
    TARAZA_HOME: true,
    TARAZA_OPERATOR_PORT: true,
    ...onlyKeys(channelSettings),
  })
  const file = settingsOfFile(path, settingNames, renames.keys(), [])
  const settings = new Map([...file, ...settingsOfEnvironment(environment)])
  const checked = schema.safeParse(Object.fromEntries([...settings].map(([name, { value }]) => [name, value])))
  requireNoFaults([...(checked.error?.issues ?? []).map((issue) => unfit(issue, settings)), ...halfChannels(settings)])
  return checked.data as Channels
}

function onlyKeys<Shape extends object>(shape: Shape): { [name in keyof Shape]: true } {
  return Object.fromEntries(Object.keys(shape).map((name) => [name, true])) as { [name in keyof Shape]: true }
}

function unfit(issue: z.core.$ZodIssue, settings: Settings): Fault {
  const name = String(issue.path[0])
  const { value, place } = settings.get(name) ?? {}
  const message = `The setting ${name} cannot be used: ${inPlainWords(issue, value)}. docs/configuration.md lists all settings.`
  return fault({ code, file: ofEnvironment, ...place }, message)
}

function countedRequests(configuration: Configuration): string {
  const cost = `TARAZA_COST_PER_MINUTE=${costPerMinute(configuration)}`
  return `The setting TARAZA_REQUESTS_PER_MINUTE is no longer counted: ${cost} is used. The next version accepts only TARAZA_COST_PER_MINUTE.`
}

/** Variables of the same prefix that are no settings: of tests and measurements, and of the client. */
const othersOfPrefix = /^TARAZA_(TEST|URL|MUTANTS|FREEZE|WRITE_ANSWERS|BENCH_\w+)$/
/** Kubernetes sets such variables for a service that is called taraza. */
const ofKubernetes = /^TARAZA_(SERVICE_(HOST|PORT)\w*|PORT_\d+_\w+)$|^tcp:/

/** A mistyped setting would leave its default in force without a word. */
function misspelled(given: Settings): readonly Fault[] {
  return [...given].flatMap(([name, { value }]) => {
    const isKnown = settingNames.includes(name) || renames.has(name) || othersOfPrefix.test(name)
    if (!name.startsWith('TARAZA_') || isKnown || ofKubernetes.test(name) || ofKubernetes.test(String(value))) return []
    const meant = settingNames.find((setting) => name === `TARAZA_${setting}`) ?? nearestName(name, settingNames)
    const advice = meant === undefined ? 'Remove it.' : `Did you mean ${meant}?`
    const message = `There is no setting ${name}. ${advice} docs/configuration.md lists all settings.`
    return [fault({ code, file: ofEnvironment }, message)]
  })
}
