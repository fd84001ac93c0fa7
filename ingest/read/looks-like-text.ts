/** What Russian and Ukrainian text holds beside ASCII: letters, and the marks that programs put there. */
const common = /[А-яЁёІіЇїЄєҐґ№«»„“”‘’–—…•·°§\u00a0]/gu
const beyondAscii = /[^\0-\x7f]/gu
const [risingCase, fallingCase] = [/[а-яё][А-ЯЁ]/gu, /[А-ЯЁ][а-яё]/gu]

/** What decoding found in a text. */
export interface TextEvidence {
  look(text: string): void
  /** Whether it looks as text of the encoding does. */
  readonly isSound: boolean
}

/** Text has no control characters beyond ASCII: encodings with one byte for each character put them where they have no character. */
export class PrintableEvidence implements TextEvidence {
  #controls = 0

  look(text: string): void {
    this.#controls += countOf(text, /[\u0080-\u009f]/gu)
  }

  get isSound(): boolean {
    return this.#controls === 0
  }
}

/** As many characters of a hundred may be unusual. */
const maxUnusual = 5

/**
 * Whether what was read as windows-1251 is text of that encoding. Any bytes can be read so: text of code page 866, of Mac OS
 * and broken UTF-8 become signs that no word holds; KOI8-R becomes words whose small letters come before the capital.
 */
export class CyrillicEvidence implements TextEvidence {
  #all = 0
  #unusual = 0
  #rising = 0
  #falling = 0

  look(text: string): void {
    const found = countOf(text, beyondAscii)
    if (found === 0) return
    this.#all += found
    this.#unusual += found - countOf(text, common)
    this.#rising += countOf(text, risingCase)
    this.#falling += countOf(text, fallingCase)
  }

  get isSound(): boolean {
    return this.#unusual * 100 <= this.#all * maxUnusual && this.#rising <= this.#falling
  }
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
