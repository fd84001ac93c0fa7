import type { CommandGroup } from '../command-module.ts'
import { auditAnchorCommand } from './audit/anchor.ts'
import { auditDisclosureCommand } from './audit/disclosure.ts'
import { auditVerifyCommand } from './audit/verify.ts'

export const auditCommands: CommandGroup = {
  name: 'audit',
  description: 'checks that anybody may repeat',
  commands: [auditVerifyCommand, auditAnchorCommand, auditDisclosureCommand],
}
