import { expect, test } from 'vitest'
import { bytesOf, newPaper, placeSvg } from './pdf-elements.ts'

const lines = Array.from({ length: 500 }, (_, at) => `<path d="M0,${at}L9,${at}" stroke="#000"/>`).join('')
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 500">${lines}</svg>`

test('a written page is one piece, however many lines it has', async () => {
  const document = newPaper({
    title: 'Sentences',
    author: 'Taraza',
    language: 'en',
    publishedAt: '2026-08-14T06:00:00Z',
    place: { name: 'Seal', value: 'none' },
  })
  const root = document.struct('Document')
  document.addStructure(root)
  document.addPage()
  placeSvg(document, root, { svg, alt: 'Lines', height: 200 })
  const { content } = document.page
  document.addPage()
  expect(content).toHaveProperty('buffer.length', 1)
  expect(content.uncompressedLength).toBeGreaterThan(lines.length / 2)
  root.end()
  expect(await bytesOf(document)).toSatisfy((bytes: Buffer) => bytes.subarray(0, 5).toString() === '%PDF-')
})
