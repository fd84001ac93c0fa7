interface Called {
  readonly filename: string
  readonly name: string
  readonly given: unknown
}

/** Calls a function of a module, in a thread that is ended when nobody waits for it. */
export async function workInTurn({ filename, name, given }: Called): Promise<unknown> {
  return await (await import(filename))[name](given)
}
