/** Names that systems, office programs and transfers leave in folders. They are no extracts, and nobody sent them. */
const patterns: readonly RegExp[] = [
  /^\./,
  /^~\$/,
  /^~.*\.tmp$/i,
  /^(thumbs|ehthumbs|ehthumbs_vista)\.db$/i,
  /^desktop\.ini$/i,
  /^__macosx$/i,
  /^\$recycle\.bin$/i,
  /^system volume information$/i,
  /^lost\+found$/,
  /\.(tmp|temp|part|partial|filepart|crdownload|download|swp|bak|lnk)$/i,
  /^icon\r$/i,
]

/** Whether a file or a folder of this name is left aside. */
export function isSystemFile(name: string): boolean {
  return patterns.some((pattern) => pattern.test(name))
}
