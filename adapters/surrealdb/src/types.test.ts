import { usualProblems } from '@vantage-ts/adapter-kit'
import { expect, test } from 'vitest'
import { clientStorages, storages } from './types.ts'

test('usual raw values mean what their storages say', () =>
  expect([...usualProblems(storages), ...usualProblems(clientStorages)]).toEqual([]))
