import { usualProblems } from '@vantage-ts/adapter-kit'
import { expect, test } from 'vitest'
import { storages } from './types.ts'

test('usual raw values mean what their storages say', () => expect(usualProblems(storages)).toEqual([]))
