import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { longTests } from './long-tests.ts'

test('the tests that npm test leaves out exist', () => {
  const root = join(import.meta.dirname, '..')
  expect(longTests.filter(file => !existsSync(join(root, file)))).toEqual([])
})
