/** Columns of a quarantine file that are not cells of the sender. */
export const ownColumns = { row: '_row', reasons: '_reasons', typed: '_typed' } as const
