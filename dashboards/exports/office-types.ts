/** Media types of files that office programs open. */
export const officeTypes = {
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
} as const
