import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { blocksOf, complaints, programsOf, runProgram, writePrograms } from './docs.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const programs = programsOf(root)

describe('the code of README and docs', () => {
  let folder = ''
  beforeAll(() => {
    folder = writePrograms(root, programs)
  })

  test('compiles', () => {
    expect(programs.length).toBeGreaterThan(0)
    expect(complaints(root, folder)).toBe('')
  }, 60_000)

  test.each(programs.filter(program => program.isRun))(
    '$page runs and prints what it says',
    async ({ file, expected }) => {
      const cwd = mkdtempSync(join(tmpdir(), 'vantage-docs-'))
      try {
        const { code, lines, errors } = await runProgram(file, cwd)
        expect(errors.replace(/^.*ExperimentalWarning.*\n.*trace-warnings.*\n/m, '')).toBe('')
        expect(code).toBe(0)
        expect(lines).toEqual(expected)
      } finally {
        rmSync(cwd, { recursive: true, force: true })
      }
    },
    60_000,
  )
})

test('blocks are found with what stands behind their language', () => {
  expect(blocksOf('a\n```ts no-run\nlet x = 1\n```\nb\n```sh\nls\n```\n')).toEqual([
    { info: ' no-run', code: 'let x = 1\n' },
  ])
})
