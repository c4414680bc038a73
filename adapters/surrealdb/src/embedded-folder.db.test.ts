import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { surrealdb } from './source.ts'

const root = mkdtempSync(join(tmpdir(), 'vantage-surreal-folder-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('data is kept in the folder as written: spaces, letters, signs of addresses', async () => {
  const name = 'my büro #1 100%20'
  const url = `surrealkv://${join(root, name)}`
  const first = surrealdb({ url })
  await first.expr`create note:1 set text = 'kept'`.run()
  await first.close()
  expect(readdirSync(root)).toEqual([name])
  const second = surrealdb({ url })
  expect(await second.expr`select value text from note`.run()).toEqual(['kept'])
  await second.close()
})
