import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds; the limits that the platform is measured by lie among them. */
const buckets = [0.001, 0.005, 0.015, 0.05, 0.1, 0.25, 1, 5, 30]

/** What an operator's Prometheus wants to know of a process that answers requests. Labels never name what was asked. */
export class RequestMetrics {
  readonly #registry = new Registry()
  readonly #requests = new Counter({
    name: 'taraza_http_requests_total',
    help: 'Requests by status',
    labelNames: ['status'],
    registers: [this.#registry],
  })
  readonly #seconds = new Histogram({
    name: 'taraza_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    buckets,
    registers: [this.#registry],
  })

  /** @param cachedBytes - tells how many bytes of encoded answers are kept now */
  constructor(cachedBytes: () => number) {
    this.#gauge('taraza_response_cache_bytes', 'Encoded answers in the cache', cachedBytes)
    this.#gauge('process_resident_memory_bytes', 'Memory of the process that answers', () => process.memoryUsage.rss())
  }

  observe(status: number, milliseconds: number): void {
    this.#requests.inc({ status })
    this.#seconds.observe(milliseconds / 1000)
  }

  /** In the text format of Prometheus. */
  async text(): Promise<string> {
    return await this.#registry.metrics()
  }

  /** As data, to be added up with those of other processes. */
  async data(): Promise<object[]> {
    return await this.#registry.getMetricsAsJSON()
  }

  #gauge(name: string, help: string, now: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(now())
      },
    })
  }
}
