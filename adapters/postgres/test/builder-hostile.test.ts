import { type Loose, postgresScanner, testHostileText } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { postgres } from '../src/index.ts'
import * as language from '../src/sql/index.ts'

// Nothing is sent.
const q = unchecked<Loose>(postgres({ url: 'postgres://127.0.0.1:1/none' }).query(), 'built without types')
const words = unchecked<Loose>(language, 'built without types')

testHostileText({ query: q, words, scanner: postgresScanner, rules: { maxBytes: 63, sameAs: name => name } })
