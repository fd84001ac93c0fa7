/** The libraries that cells find by name, beside `display`, `FileAttachment` and `Generators`. */
export const Plot = () => import('@observablehq/plot')
