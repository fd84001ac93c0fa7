/** The name of the seal in every kind of file. */
export const keyword = 'TarazaSeal'

/** Where office files and other archives keep it: in a part of its own. */
export const officeSeal = 'docProps/custom.xml'
export const archiveSeal = 'seal.txt'

/** What stands before and behind it. */
export const inOffice = { name: `name="${keyword}"`, before: '><vt:lpwstr>', after: '</vt:lpwstr>' } as const
export const inPdf = { before: `(${keyword}:`, after: ')' } as const
export const inSvg = { before: `<metadata id="${keyword}">`, after: '</metadata>' } as const

/** The first bytes of a PNG, before its chunks. */
export const pngSignature = 8
/** The chunk of a PNG that holds the seal begins so, behind its length. */
export const pngSeal = Buffer.from(`tEXt${keyword}\0`, 'latin1')

/** Bytes that no seal of ours exceeds: some 500 figures have a third of it. */
export const longestSeal = 1_000_000
