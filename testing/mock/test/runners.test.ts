import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { useMock } from './runner-case.ts'

interface Ended {
  readonly code: number
  readonly out: string
}

const run = (...args: readonly string[]): Promise<Ended> =>
  new Promise(resolve => {
    const env = { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined }
    execFile(process.execPath, ['--conditions=@vantage-ts/source', ...args], { env }, (error, out, errors) =>
      resolve({ code: error === null ? 0 : Number(error.code), out: `${out}${errors}` }),
    )
  })
const here = (file: string): string => join(import.meta.dirname, file)

test('in vitest, whose fake timers do not hold back the clock of a mock', async () => {
  await useMock()
  vi.useFakeTimers()
  try {
    await useMock()
  } finally {
    vi.useRealTimers()
  }
})

test('in node:test, where an unexpected statement fails the test', async () => {
  const { code, out } = await run('--test-reporter=tap', here('in-node-test.ts'))
  expect(out).toContain('ok 1 - a mock works in node:test')
  expect(out).toContain('ok 2 - time that node:test holds back does not hold back the clock of a mock')
  expect(out).toContain('not ok 3 - a complaint fails a test')
  expect(out).toContain('db does not expect this statement')
  expect(code).toBe(1)
})

test('in a realm of its own, as Jest gives one to each file', async () => {
  const { code, out } = await run('--experimental-vm-modules', '--no-warnings', here('in-realm.mjs'))
  expect(out).toMatch(/works in a realm of its own: \d+ modules/)
  expect(code).toBe(0)
})

test('no runner is imported, and nothing else but core and the file system, when it is asked for', () => {
  const folder = join(import.meta.dirname, '../src')
  const imports = globSync('**/*.ts', { cwd: folder }).flatMap(file =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:from |import\()'([^'.\n][^'\n]*)'/g)].map(
      ([, name]) => name,
    ),
  )
  expect([...new Set(imports)].sort()).toEqual(['@vantage-ts/core', '@vantage-ts/core/adapter', '@vantage-ts/core/memory', 'node:fs/promises']) // biome-ignore format: one line
})
