// What stops a start before the program itself can say it, in one sentence each.
const sentences = {
  EACCES: 'The folder of the program cannot be written. Check its owner, or make a checkout of your own.',
  EPERM: 'The folder of the program cannot be written. Check its owner, or make a checkout of your own.',
  EROFS: 'The folder of the program cannot be written. Make a checkout on another disk.',
  ENOSPC: 'The disk is full. Make room (a gigabyte for packages and build) and start again.',
}

/** Runs work and ends the process with a sentence where a known error of the system stops it. */
export async function inOneSentence(work) {
  try {
    return await work()
  } catch (error) {
    const sentence = sentences[error?.code]
    if (sentence === undefined) throw error
    console.error(sentence)
    process.exit(1)
  }
}
