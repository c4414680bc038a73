import { expect, test } from 'vitest'

test('the entries of core load on this Node', async () => {
  const entries = await Promise.all([
    import('@vantage-ts/core'),
    import('@vantage-ts/core/memory'),
    import('@vantage-ts/core/adapter'),
  ])
  expect(entries).toHaveLength(3)
})
