import { Refusal } from '#foundation'

/** The bytes of the file that was chosen in a form. @throws {@link Refusal} `NO_FILE` */
export async function fileInForm(bytes: Uint8Array, type: string): Promise<Uint8Array> {
  const sent = new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
  const form = await sent.formData().catch(() => undefined)
  const file = form?.get('file')
  if (file == null || typeof file === 'string' || file.size === 0) throw noFile()
  return new Uint8Array(await file.arrayBuffer())
}

export function noFile(): Refusal {
  return new Refusal('NO_FILE', 'Send a file: as the body of the request, or as the field "file" of a form.', {
    parameter: 'file',
  })
}
