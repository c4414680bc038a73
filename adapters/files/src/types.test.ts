import { usualProblems } from '@vantage-ts/adapter-kit'
import { expect, test } from 'vitest'
import { csvStorages, jsonStorages } from './types.ts'

test('usual raw values mean what their storages say', () => {
  expect(usualProblems(csvStorages)).toEqual([])
  expect(usualProblems(jsonStorages)).toEqual([])
})
