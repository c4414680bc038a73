const own = new URL('.', import.meta.url).href.replace(/^file:\/\//, '')

/** The line of the test that is being run, as `orders.test.ts:12`; undefined where the engine does not tell. */
export function declaredAt(): string | undefined {
  for (const line of new Error().stack?.split('\n').slice(1) ?? []) {
    const found = /([^/\\(]+\.[cm]?[jt]sx?):(\d+):\d+\)?$/.exec(line)
    if (found === null || line.includes(own)) continue
    return `${found[1]}:${found[2]}`
  }
  return undefined
}
