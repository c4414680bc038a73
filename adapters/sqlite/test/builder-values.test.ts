import { type Loose, testBoundValues } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { afterAll, describe } from 'vitest'
import { sqlite } from '../src/index.ts'
import * as words from '../src/sql/index.ts'
import { drivers } from './drivers.ts'

describe.each(drivers)('through %s', driver => {
  const db = sqlite({ file: ':memory:', driver })
  afterAll(() => db.close())

  testBoundValues({
    query: () => unchecked<Loose>(db.query(), 'built without types'),
    words: unchecked<Loose>(words, 'built without types'),
    held(value) {
      if (typeof value === 'boolean') return Number(value)
      return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
    },
  })
})
