import { type Loose, testHostileRuns } from '@vantage-ts/adapter-kit/builders'
import { templateParts, unchecked } from '@vantage-ts/core/adapter'
import { afterAll, describe } from 'vitest'
import { sqlite } from '../src/index.ts'
import * as words from '../src/sql/index.ts'
import { drivers } from './drivers.ts'

describe.each(drivers)('through %s', driver => {
  const db = sqlite({ file: ':memory:', driver })
  afterAll(() => db.close())

  testHostileRuns({
    query: () => unchecked<Loose>(db.query(), 'built without types'),
    words: unchecked<Loose>(words, 'built without types'),
    rules: { maxBytes: 200, sameAs: name => name.toLowerCase() },
    jsonList: 'json_array',
    run: text => db.expr(templateParts(text)).run(),
  })
})
