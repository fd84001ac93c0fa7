import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'

/** Only a shell knows whose folder `~` is. */
export const wholePath = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('~'), 'write the whole path instead of ~')
  .transform((path) => resolve(path))

const thisMachine = ['localhost', '127.0.0.1', '[::1]']

/** What is sent is signed, but not secret: over the network it goes encrypted only. */
function isWebhook(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && thisMachine.includes(hostname))
  return isSafe && username === '' && password === ''
}

function isMailServer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, search } = new URL(text)
  return /^smtps?:$/.test(protocol) && hostname !== '' && /^\/?$/.test(pathname) && search === ''
}

/** One address of a mailbox. Line breaks and lists are none: they could add headers and readers to a mail. */
export const mailAddress = z.email('write one address such as steward@example.org')

const secretLength = 32

/** The settings by which others learn what became of a night, with the names of their environment variables. */
export const channelSettings = {
  TARAZA_NOTIFY: z.enum(['now', 'later']).default('now'),
  TARAZA_WEBHOOK: z
    .string()
    .refine(isWebhook, 'write an https address without name and password; http only to this machine')
    .optional(),
  TARAZA_WEBHOOK_SECRET: z.string().min(secretLength, 'it needs 32 letters or more').optional(),
  TARAZA_ON_RUN: z
    .string()
    .refine(
      (text) => isAbsolute(text.trim()),
      'write the whole path of a program, then its arguments, parted by blanks',
    )
    .optional(),
  TARAZA_SMTP_URL: z
    .string()
    .refine(isMailServer, 'write smtp://NAME:PASSWORD@HOST:587 or smtps://NAME:PASSWORD@HOST:465')
    .optional(),
  TARAZA_MAIL_FROM: mailAddress.optional(),
  TARAZA_STEWARDS: wholePath.optional(),
}

/** Settings that make sense together with others only: each with what it needs. */
export const channelNeeds: readonly (readonly [
  name: keyof typeof channelSettings,
  needs: keyof typeof channelSettings,
])[] = [
  ['TARAZA_WEBHOOK', 'TARAZA_WEBHOOK_SECRET'],
  ['TARAZA_SMTP_URL', 'TARAZA_MAIL_FROM'],
  ['TARAZA_SMTP_URL', 'TARAZA_STEWARDS'],
]
