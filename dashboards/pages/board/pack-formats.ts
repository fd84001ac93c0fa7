/** The kinds of files in which a pack can be had, by the ending of their names; `zip` holds the others, pictures and tables. */
export const packFormats = ['pptx', 'pdf', 'xlsx', 'zip'] as const
/** One of {@link packFormats}. */
export type PackFormat = (typeof packFormats)[number]
