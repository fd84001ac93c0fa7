import MiniSearch from './minisearch.js'

const [field, list] = [document.querySelector('#search'), document.querySelector('#found')]
const root = document.documentElement.dataset.root
const most = 12

const index = fetch(`${root}search.json`)
  .then((response) => response.text())
  .then((text) => MiniSearch.loadJSON(text, { fields: ['title', 'text'], storeFields: ['title'] }))

field.hidden = false
field.addEventListener('input', async () => {
  const found = (await index).search(field.value, { prefix: true, fuzzy: 0.15, boost: { title: 3 } })
  list.replaceChildren(
    ...found.slice(0, most).map(({ id, title }) => {
      const [item, link] = [document.createElement('li'), document.createElement('a')]
      link.href = root + id
      link.textContent = title
      item.append(link)
      return item
    }),
  )
})
