import { Fragment } from 'preact'
import { describedParameters, type OperationDescription } from '#api'
import { Layout, type LayoutProps } from './frame/layout.tsx'

interface ApiReferenceProps extends Pick<LayoutProps, 't' | 'site' | 'synthetic'> {
  readonly operations: readonly OperationDescription[]
}

/** The OpenAPI document for people, in English: what can be asked, with addresses to try. */
export function ApiReference({ operations, ...frame }: ApiReferenceProps) {
  return (
    <Layout language="en" title="API" page={null} search="" {...frame}>
      <div class="reference">
        <h1>API</h1>
        <p>
          Read-only HTTP. The same in the words of machines: <a href="/openapi.json">OpenAPI 3.1</a>. Errors are problem
          documents with a stable code, the parameter and what is allowed.
        </p>
        {operations.map((operation) => (
          <OperationSection key={operation.path} {...operation} />
        ))}
      </div>
    </Layout>
  )
}

function OperationSection(operation: OperationDescription) {
  const { path, summary, description, types, examples } = operation
  const parameters = describedParameters(operation)
  return (
    <section>
      <h2>{summary}</h2>
      <p>
        <code>GET {path}</code>
      </p>
      {description !== undefined && <p>{description}</p>}
      {parameters.length > 0 && (
        <dl>
          {parameters.map(({ name, in: place, description: meaning, isRequired }) => (
            <Fragment key={name}>
              <dt>
                <code>{name}</code> {isRequired ? `${place}, required` : place}
              </dt>
              <dd>{meaning}</dd>
            </Fragment>
          ))}
        </dl>
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
