/** Current names of metrics, each with the former one. */
export const formerNames: ReadonlyMap<string, string> = new Map([
  ['taraza_http_request_duration_seconds', 'taraza_http_request_seconds'],
  ['taraza_response_cache_bytes', 'taraza_kept_answers_bytes'],
  ['process_resident_memory_bytes', 'taraza_http_memory_bytes'],
  ['taraza_register_rows', 'taraza_rows_held'],
  ['taraza_run_started_timestamp_seconds', 'taraza_run_started_seconds'],
  ['taraza_generation_built_timestamp_seconds', 'taraza_generation_built_seconds'],
])

/** Metrics in the text format of Prometheus, with renamed ones under their former names too, for one version. */
export function withFormerMetrics(text: string): string {
  const metrics = text.split(/^(?=# HELP )/m)
  return metrics.flatMap((metric) => [metric, ...formerMetric(metric)]).join('')
}

function formerMetric(metric: string): readonly string[] {
  const [, name = ''] = /^# HELP (\w+)/.exec(metric) ?? []
  const former = formerNames.get(name)
  if (former === undefined) return []
  const renamed = metric.replaceAll(/^(# \w+ )?(\w+)/gm, (line, comment = '', word) =>
    word.startsWith(name) ? `${comment}${former}${word.slice(name.length)}` : line,
  )
  return [renamed.replace(/^# HELP .*/, `# HELP ${former} deprecated: use ${name}`)]
}
