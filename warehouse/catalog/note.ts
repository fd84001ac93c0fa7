import { z } from 'zod'
import { phrases } from './phrases.ts'

export const noteNames = [
  'unprotected',
  'tells_of_groups',
  'rounded',
  'perturbed',
  'establishment',
  'synthetic',
  'provisional',
  'gap',
  'coarser',
  'not_shown',
  'partly_known',
  'unreliable',
  'interval',
  'incomplete',
  'break',
  'absent',
] as const
export type NoteName = (typeof noteNames)[number]

export const notesSchema = z.record(z.enum(noteNames), phrases)
