import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

// A page has none of Node's globals: neither `process` nor `Buffer`, no `require`, no modules of Node.

const page = `
import { col, Decimal, decimal, Entity, int, text, VantageError } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
class Item extends Entity('items', { id: col(int).id(), name: col(text).flag('searchable'), price: col(decimal) }) {
  label() { return this.name + ' ' + String(this.price) }
}
globalThis.done = (async () => {
  const items = Item.table(memory())
  await items.insertMany([{ id: 1, name: 'lamp', price: Decimal.from('20.50') }, { id: 2, name: 'desk', price: Decimal.from('99.90') }])
  const dear = items.where(i => i.price.gt(Decimal.from('50')))
  const seen = []
  for await (const item of items.orderBy(i => i.name)) seen.push(item.label())
  const missing = await items.patch(3, { name: 'x' }, { timeoutMs: 1000 }).catch(error => VantageError.is(error) && error.kind)
  return JSON.stringify([await dear.count(), String(await items.sum(i => i.price)), seen, missing, dear.explain().steps.length])
})()
`

test('core and memory work where nothing of Node is', async () => {
  const { outputFiles } = await build({
    stdin: { contents: page, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    format: 'iife',
    target: 'es2024',
    platform: 'browser',
    conditions: ['@vantage-ts/source'],
    external: ['temporal-polyfill'],
    write: false,
    // What the polyfill's loader would take in Node; it is not reached here.
    logOverride: { 'empty-import-meta': 'silent' },
  })
  // What pages have and a bare context lacks.
  const window: { done?: Promise<string> } & object = createContext({
    AbortController,
    AbortSignal,
    DOMException,
    clearTimeout,
    performance,
    queueMicrotask,
    setTimeout,
    structuredClone,
    TextDecoder,
    TextEncoder,
  })
  runInContext(outputFiles[0]?.text ?? '', window)
  expect(JSON.parse((await window.done) ?? '')).toEqual([1, '120.4', ['desk 99.9', 'lamp 20.5'], 'not-found', 1])
})
