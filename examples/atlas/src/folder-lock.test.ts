import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VantageError } from '@vantage-ts/core'
import { afterAll, expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'

const root = mkdtempSync(join(tmpdir(), 'vantage-atlas-lock-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const refusal = (take: () => unknown): VantageError => {
  try {
    take()
  } catch (thrown) {
    return VantageError.from(thrown)
  }
  throw new Error('nothing was refused')
}

test('a folder is held by one at a time, and the holder is named', () => {
  const folder = join(root, 'made', 'on', 'demand')
  const first = lockFolder(folder)
  const error = refusal(() => lockFolder(folder))
  expect(error.kind).toBe('connection')
  expect(error.message).toBe(
    `process ${process.pid} uses the data in ${folder}: wait for it, end it, or choose another folder with --data`,
  )
  first.release()
  lockFolder(folder).release()
})

test('what a killed holder leaves is no obstacle, even when its number lives on', () => {
  const folder = join(root, 'left')
  lockFolder(folder).release()
  writeFileSync(join(folder, 'holder'), String(process.pid))
  lockFolder(folder).release()
})

test('a path that cannot be a folder is refused with the next step', () => {
  const file = join(root, 'file')
  writeFileSync(file, '')
  for (const folder of [file, join(file, 'below'), '/proc/nothing/here'])
    expect(refusal(() => lockFolder(folder)).message).toMatch(
      /^the data folder cannot be made \(.*\); choose another one with --data$/,
    )
})

test('a damaged lock is no other process', () => {
  const folder = join(root, 'damaged')
  lockFolder(folder).release()
  writeFileSync(join(folder, 'lock.sqlite'), 'this is no database, however long it may be'.repeat(100))
  expect(refusal(() => lockFolder(folder)).message).toMatch(
    /^the lock .*lock\.sqlite cannot be taken \(.*\): remove it or make it writable, or/,
  )
})
