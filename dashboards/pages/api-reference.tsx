import type { Operation } from '#api'
import { Layout, type LayoutProps } from './layout.tsx'

interface ApiReferenceProps extends Pick<LayoutProps, 't' | 'assets' | 'synthetic'> {
  readonly operations: readonly Operation[]
}

/** The OpenAPI document for people, in English: what can be asked, with addresses to try. */
export function ApiReference({ operations, ...frame }: ApiReferenceProps) {
  return (
    <Layout language="en" title="API" search="" {...frame}>
      <h1>API</h1>
      <p>
        Read-only HTTP. The same in the words of machines: <a href="/openapi.json">OpenAPI 3.1</a>. Errors are problem
        documents with a stable code, the parameter and what is allowed.
      </p>
      {operations.map((operation) => (
        <OperationSection key={operation.path} {...operation} />
      ))}
    </Layout>
  )
}

function OperationSection({ path, summary, description, parameters = [], types, examples }: Operation) {
  return (
    <section>
      <h2>{summary}</h2>
      <p>
        <code>GET {path}</code>
      </p>
      {description !== undefined && <p>{description}</p>}
      {parameters.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard (WCAG 2.1.1)
        <section class="scroll" aria-label={`Parameters: ${summary}`} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Parameter</th>
                <th scope="col">In</th>
                <th scope="col">Meaning</th>
              </tr>
            </thead>
            <tbody>
              {parameters.map(({ name, in: place, description: meaning, required }) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>{required ? `${place}, required` : place}</td>
                  <td>{meaning}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p>Answers as {types.join('; ')}</p>
      <ul>
        {examples.map((example) => (
          <li key={example}>
            <a href={example}>{example}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}
