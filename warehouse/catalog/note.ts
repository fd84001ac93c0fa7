import { z } from 'zod'
import { phrases } from './phrases.ts'

/** The notes that may stand beside figures; their texts are in `notes.yaml`. */
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
  'told_enough',
  'budget_own',
  'budget_common',
  'budget_restored',
  'longer_period',
  'complete_years',
  'wider_filter',
  'by_quarter',
  'not_shown',
  'partly_known',
  'unreliable',
  'banded',
  'interval',
  'census',
  'incomplete',
  'break',
  'trimmed',
  'coverage_unknown',
  'absent_covered',
  'absent',
  'absent_noisy',
  'left_out',
] as const
/** One of {@link noteNames}. */
export type NoteName = (typeof noteNames)[number]

export const notesSchema = z.record(z.enum(noteNames), phrases)
