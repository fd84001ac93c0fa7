declare module 'jsonstat-toolkit' {
  interface Dataset {
    readonly id: readonly string[]
    readonly role: Readonly<Record<string, readonly string[]>>
    readonly note: readonly string[]
    Data(codes: Readonly<Record<string, string>>): { readonly value: number | null } | null
  }
  // biome-ignore lint/style/noDefaultExport: it is how the library exports
  export default function read(document: unknown): Dataset
}
