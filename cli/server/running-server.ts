/** A server that listens. */
export interface RunningServer {
  readonly url: string
  /** Of its requests, in the text format of Prometheus. */
  metrics(): Promise<string>
  close(): Promise<void>
}
