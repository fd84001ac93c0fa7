/** A table of figures as people read it. */
export interface TableData {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly { readonly cells: readonly string[]; readonly incomplete?: boolean }[]
  /** The question of the table as CSV. */
  readonly download: string
}

/** What a table shows, without where it stands. */
export type TableBody = Pick<TableData, 'head' | 'rows'>
